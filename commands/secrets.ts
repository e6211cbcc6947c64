import { withChosenEnvironments } from './configuration/choose-environments';
import { runSecrets } from './secrets/program';

withChosenEnvironments(process.argv.slice(2), runSecrets);
