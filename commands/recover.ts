import { withEnvironments } from './cli/load-environments';
import { runRecover } from './recover/program';

void withEnvironments(runRecover, process.argv.slice(2));
