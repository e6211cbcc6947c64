import { withEnvironments } from './cli/load-environments';
import { runEnvironments } from './workflows/list-environments';

void withEnvironments(runEnvironments, process.argv.slice(2));
