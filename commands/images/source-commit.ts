import { CommandFailure } from '../cli/command-failure';
import { runProcess } from '../processes/owned-process';

/** What an image is built of, seen from the project. */
export const SOURCE = 'app';

/** Enough digits for any repository of code, and few enough to read. */
const DIGITS = 12;

/**
 * The commit that last changed `app/`, shortened, which is the tag of its image. So a commit that changes something else needs no
 * image of its own.
 *
 * @throws CommandFailure if `app/` is not what was committed, or nobody knows when
 */
export async function sourceCommit(directory: string, processEnvironment: NodeJS.ProcessEnv): Promise<string> {
  const git = async (...args: string[]) => {
    const { exitCode, output } = await runProcess('git', args, { directory, processEnvironment });
    if (exitCode !== 0) {
      throw new CommandFailure(
        `The commit of ${SOURCE}/ cannot be found out: git ${args.join(' ')} failed: ${output.trim()}`,
      );
    }
    return output.trim();
  };
  const changes = await git('status', '--porcelain', '--', SOURCE);
  if (changes !== '') {
    throw new CommandFailure(`${SOURCE}/ has changes that are not committed:\n${changes}`, {
      remedy: 'Commit them first: the tag of an image names the commit that it was built of.',
    });
  }
  const [commit = '', parent] = (await git('log', '-1', '--format=%H %P', '--', SOURCE)).split(' ');
  if (commit === '') {
    throw new CommandFailure(`No commit contains ${SOURCE}/.`, { remedy: 'Commit it first.' });
  }
  // Where the history was cut off, all seems to be of one commit.
  if (parent === undefined && (await git('rev-parse', '--is-shallow-repository')) === 'true') {
    throw new CommandFailure(`This clone lacks the commit that last changed ${SOURCE}/.`, {
      remedy: 'Fetch the history: git fetch --unshallow; in GitHub Actions, `fetch-depth: 0` of actions/checkout.',
    });
  }
  return commit.slice(0, DIGITS);
}
