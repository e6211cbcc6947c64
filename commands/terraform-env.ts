import { runTerraformEnv } from './terraform/program';

void runTerraformEnv(process.argv.slice(2));
