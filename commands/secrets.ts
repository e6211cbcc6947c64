import { environments } from '../environments';
import { runSecrets } from './secrets/program';

void runSecrets(environments, process.argv.slice(2));
