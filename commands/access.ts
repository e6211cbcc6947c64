import { runAccess } from './access/program';
import { withChosenEnvironments } from './configuration/choose-environments';

withChosenEnvironments(process.argv.slice(2), runAccess);
