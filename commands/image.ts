import { withEnvironments } from './cli/load-environments';
import { runImage } from './images/program';

void withEnvironments(runImage, process.argv.slice(2));
