import { runSecrets } from '../../../commands/secrets/program';
import { environments } from './environments';

// As commands/secrets.ts, with environments that have more to look at.
void runSecrets(environments, process.argv.slice(2));
