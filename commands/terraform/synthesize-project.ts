import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailure } from '../cli/command-failure';
import { isWritable, requireWritable, STATE_FILES } from '../cli/project-directory';
import { runProcess } from '../processes/owned-process';
import { createPrivateDirectory } from '../processes/private-directory';

export interface SynthesisSettings {
  readonly projectDirectory: string;
  readonly processEnvironment: NodeJS.ProcessEnv;
  /**
   * Whether nothing is deployed from what is written. Then a checkout that is read-only will do: the stacks are in a directory that
   * does not outlive this process.
   *
   * @default false
   */
  readonly isOnlyRead?: boolean;
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
  isOnlyRead = false,
  signal,
}: SynthesisSettings): Promise<string> {
  const ownDirectory = join(projectDirectory, 'cdktf.out');
  const outputDirectory = isOnlyRead && !isWritable(ownDirectory) ? await elsewhere(projectDirectory) : ownDirectory;
  requireWritable(outputDirectory);
  const cdktf = join(projectDirectory, 'node_modules', '.bin', 'cdktf');
  const { exitCode, output } = await runProcess(cdktf, ['synth', '--output', outputDirectory], {
    directory: projectDirectory,
    processEnvironment: { ...processEnvironment, CHECKPOINT_DISABLE: '1', CI: '1' },
    signal,
  });
  if (exitCode !== 0) {
    const [unwritten] = /The stacks could not be written: .+/.exec(output) ?? [];
    if (unwritten !== undefined) {
      throw new CommandFailure(unwritten, { remedy: 'Run the command again where there is space, and it may write.' });
    }
    throw new CommandFailure(output.trim(), { remedy: 'Correct the configuration: npm run synth' });
  }
  return join(outputDirectory, 'stacks');
}

/** Beside it is what a stack names by its place: a state that is a file of the checkout. */
async function elsewhere(projectDirectory: string): Promise<string> {
  const { path } = createPrivateDirectory('synthesis');
  await symlink(join(projectDirectory, STATE_FILES), join(path, STATE_FILES));
  return join(path, 'cdktf.out');
}
