import { withEnvironments } from './cli/load-environments';
import { runTask } from './task/program';

void withEnvironments(runTask, process.argv.slice(2));
