import { withEnvironments } from './cli/load-environments';
import { runDeploy } from './deployment/deploy-program';

void withEnvironments((environments, args) => runDeploy(environments, args), process.argv.slice(2));
