import { withEnvironments } from './cli/load-environments';
import { runRehearsal } from './rehearsal/program';

void withEnvironments(runRehearsal, process.argv.slice(2));
