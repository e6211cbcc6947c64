import { runTaskCommand } from '../../../commands/task/program';
import { environments } from './environments';

// As commands/task.ts, with environments that have scheduled tasks.
void runTaskCommand(environments, process.argv.slice(2));
