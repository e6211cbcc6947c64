import { withEnvironments } from './cli/load-environments';
import { runDrift } from './drift/program';

void withEnvironments(runDrift, process.argv.slice(2));
