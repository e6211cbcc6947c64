import type { EnvironmentSet } from './choose-environments';
import { CommandFailure, messageOf } from './command-failure';
import { reportFailure } from './command-line';

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
  let loaded: { readonly environments: Environments };
  try {
    loaded = await load();
  } catch (error) {
    reportFailure(loadFailure(error), args);
    return;
  }
  await runCommand(loaded.environments, args);
}

function loadFailure(error: unknown): CommandFailure {
  const [message = ''] = messageOf(error).split('\nRequire stack:');
  const place = /\b(?:environments|lib)\/[\w./-]+:\d+/.exec(error instanceof Error ? (error.stack ?? '') : '')?.[0];
  return new CommandFailure(
    `The configuration could not be loaded${place === undefined ? '' : ` (${place})`}: ${message}`,
  );
}
