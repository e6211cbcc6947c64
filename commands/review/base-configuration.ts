import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { shellQuoted } from '../../lib/naming/operator-commands';
import { shown } from '../../lib/validation/messages';
import { CommandFailure } from '../cli/command-failure';
import { runProcess } from '../processes/owned-process';
import { createPrivateDirectory } from '../processes/private-directory';
import { scrubbedEnvironment } from '../processes/scrubbed-environment';
import { synthesizeProject } from '../terraform/synthesize-project';

export interface ConfigurationSettings {
  readonly projectDirectory: string;
  /** The id of the stack. */
  readonly stack: string;
  readonly processEnvironment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** What `cdktf synth` writes for a stack of a project; nothing, if the project has no such stack. */
export async function synthesizedConfiguration({ stack, ...settings }: ConfigurationSettings): Promise<unknown> {
  const file = join(await synthesizeProject({ ...settings, isOnlyRead: true }), stack, 'cdk.tf.json');
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return {};
    }
    throw error;
  }
}

/**
 * The configuration of a stack at a git ref, synthesized in a directory of its own with the packages of this checkout. The ref's code
 * runs, as that of this checkout does; credentials are not handed to it.
 *
 * @throws CommandFailure if this is no git repository, if it has no such ref, or if that does not synthesize
 */
export async function baseConfiguration(ref: string, settings: ConfigurationSettings): Promise<unknown> {
  const { projectDirectory, signal } = settings;
  const processEnvironment = scrubbedEnvironment(settings.processEnvironment);
  const git: Git = (args, variables = {}) =>
    runProcess('git', ['-c', 'core.hooksPath=/dev/null', ...args], {
      directory: projectDirectory,
      processEnvironment: { ...processEnvironment, ...variables },
      signal,
    });
  const commit = await commitOf(ref, projectDirectory, git);
  const { path, remove } = createPrivateDirectory('review-base');
  const checkout = join(path, 'checkout');
  try {
    await mkdir(checkout);
    // With an index of its own, nothing is written into the repository, which may be read-only.
    const index = { GIT_INDEX_FILE: join(path, 'index') };
    for (const args of [
      ['read-tree', commit],
      ['checkout-index', '--all', `--prefix=${checkout}/`],
    ]) {
      const { exitCode, output } = await git(args, index);
      if (exitCode !== 0) {
        throw new CommandFailure(`${shown(ref)} could not be checked out: ${output.trim()}`);
      }
    }
    await symlink(join(projectDirectory, 'node_modules'), join(checkout, 'node_modules'));
    return await synthesizedConfiguration({ ...settings, processEnvironment, projectDirectory: checkout });
  } catch (error) {
    if (error instanceof CommandFailure && error.remedy?.includes('synth') === true) {
      throw new CommandFailure(`The configuration of ${shown(ref)} does not synthesize: ${error.message}`, {
        remedy: 'Choose another base, whose packages are those of this checkout.',
      });
    }
    throw error;
  } finally {
    remove();
  }
}

type Git = (args: readonly string[], variables?: NodeJS.ProcessEnv) => ReturnType<typeof runProcess>;

async function commitOf(ref: string, projectDirectory: string, git: Git): Promise<string> {
  const inside = await git(['rev-parse', '--is-inside-work-tree']);
  // https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
  if (inside.output.includes('safe.directory')) {
    throw new CommandFailure(
      'This checkout belongs to another user, and git reads no such repository unless it is told to.',
      {
        remedy: `If you trust it: git config --global --add safe.directory ${shellQuoted(projectDirectory)}`,
      },
    );
  }
  if (inside.exitCode !== 0) {
    throw new CommandFailure('This is not a git repository, so there is no base to compare with.', {
      remedy: 'Run the command in a clone of the repository, or without --base.',
    });
  }
  const { exitCode, output } = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  const commit = output.trim();
  if (exitCode !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) {
    throw new CommandFailure(`There is no commit ${shown(ref)} in this repository.`, {
      remedy: 'Fetch it first: a shallow clone contains only the last commits (git fetch --unshallow).',
    });
  }
  return commit;
}
