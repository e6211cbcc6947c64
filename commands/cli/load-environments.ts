import type { Project } from '../../lib/delivery/project';
import type { EnvironmentSet } from './choose-environments';
import { CommandFailure, messageOf } from './command-failure';
import { reportFailure } from './command-line';
import { surviveLostOutput } from './standard-output';

type Environments = EnvironmentSet['environments'];

/**
 * Runs a command on the environments of the project. Their files are programs: if one cannot be run, that is reported as any other
 * mistake in the configuration.
 */
export async function withEnvironments(
  runCommand: (environments: Environments, args: readonly string[]) => Promise<void>,
  args: readonly string[],
  load: () => Promise<{ readonly environments: Environments }> = () => import('../../environments/index.js'),
): Promise<void> {
  await withLoaded(({ environments }) => runCommand(environments, args), args, load);
}

/** Runs a command on the environments and the accounts of the project. */
export async function withProject(
  runCommand: (project: Project, args: readonly string[]) => Promise<void>,
  args: readonly string[],
): Promise<void> {
  const load = async () => ({
    ...(await import('../../environments/index.js')),
    ...(await import('../../environments/accounts.js')),
  });
  await withLoaded((project) => runCommand(project, args), args, load);
}

async function withLoaded<T>(
  runCommand: (loaded: T) => Promise<void>,
  args: readonly string[],
  load: () => Promise<T>,
): Promise<void> {
  surviveLostOutput();
  let loaded: T;
  try {
    loaded = await load();
  } catch (error) {
    reportFailure(loadFailure(error), args);
    return;
  }
  await runCommand(loaded);
}

function loadFailure(error: unknown): CommandFailure {
  const [message = ''] = messageOf(error).split('\nRequire stack:');
  const place = /\b(?:environments|lib)\/[\w./-]+:\d+/.exec(error instanceof Error ? (error.stack ?? '') : '')?.[0];
  return new CommandFailure(
    `The configuration could not be loaded${place === undefined ? '' : ` (${place})`}: ${message}`,
  );
}
