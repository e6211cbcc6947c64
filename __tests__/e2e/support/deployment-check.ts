import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory, type EmbeddedEnvironment } from './embedded-environment';

const workflow = readFileSync(join(projectDirectory, '.github/workflows/deploy.yml'), 'utf8');
const [, command = 'false'] = /^ +run: (terraform .* plan .*)$/m.exec(workflow) ?? [];

/**
 * The exit status of the command with which the workflow checks that everything was deployed: 0 if nothing is left to do, 2 if
 * something is.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/plan#detailed-exitcode
 */
export function deploymentCheck({ name, workspace }: EmbeddedEnvironment): number | null {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ENVIRONMENT: name, CHECKPOINT_DISABLE: '1' };
  return spawnSync('bash', ['-ec', command], { cwd: workspace.directory, env }).status;
}
