import { withChosenEnvironments } from './configuration/choose-environments';
import { runTaskCommand } from './task/program';

withChosenEnvironments(process.argv.slice(2), runTaskCommand);
