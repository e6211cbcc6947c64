import { withEnvironments } from './cli/load-environments';
import { runReview } from './review/program';

void withEnvironments(runReview, process.argv.slice(2));
