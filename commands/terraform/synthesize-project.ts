import { join } from 'node:path';
import { CommandFailure } from '../cli/command-failure';
import { runProcess } from '../processes/owned-process';

export interface SynthesisSettings {
  readonly projectDirectory: string;
  readonly processEnvironment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/**
 * Writes the stacks as `cdktf deploy` would. Returns the directory in which they are, by their names.
 *
 * @throws CommandFailure with what is wrong with the configuration
 */
export async function synthesizeProject({
  projectDirectory,
  processEnvironment,
  signal,
}: SynthesisSettings): Promise<string> {
  const cdktf = join(projectDirectory, 'node_modules', '.bin', 'cdktf');
  const { exitCode, output } = await runProcess(cdktf, ['synth'], {
    directory: projectDirectory,
    processEnvironment: { ...processEnvironment, CHECKPOINT_DISABLE: '1', CI: '1' },
    signal,
  });
  if (exitCode !== 0) {
    throw new CommandFailure(output.trim(), { remedy: 'Correct the configuration: npm run synth' });
  }
  return join(projectDirectory, 'cdktf.out', 'stacks');
}
