import { runTask } from '../../../commands/task/program';
import { environments } from './environments';

// As commands/task.ts, with environments that have scheduled tasks.
void runTask(environments, process.argv.slice(2));
