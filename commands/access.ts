import { runAccess } from './access/program';
import { withEnvironments } from './cli/load-environments';

void withEnvironments(runAccess, process.argv.slice(2));
