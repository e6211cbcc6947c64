import { environments } from '../environments';
import { runAccess } from './access/program';

process.exitCode = runAccess(environments, process.argv.slice(2));
