import { runBootstrap } from './bootstrap/program';
import { withProject } from './cli/load-environments';

void withProject(runBootstrap, process.argv.slice(2));
