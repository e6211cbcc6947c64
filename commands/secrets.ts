import { withEnvironments } from './cli/load-environments';
import { runSecrets } from './secrets/program';

void withEnvironments(runSecrets, process.argv.slice(2));
