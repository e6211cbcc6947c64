import { runAdopt } from './adopt/program';
import { withEnvironments } from './cli/load-environments';

void withEnvironments((environments, args) => runAdopt(environments, args), process.argv.slice(2));
