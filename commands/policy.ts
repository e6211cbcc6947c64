import { withProject } from './cli/load-environments';
import { runPolicy } from './policy/program';

void withProject(runPolicy, process.argv.slice(2));
