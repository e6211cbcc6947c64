import { runScripts } from './scripts/program';

void runScripts(process.argv.slice(2));
