import { withEnvironments } from './cli/load-environments';
import { runExplain } from './deployment/explain-program';

void withEnvironments((environments, args) => runExplain(environments, args), process.argv.slice(2));
