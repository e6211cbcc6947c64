import type { Command } from 'commander';
import { placedName } from '../../lib/secrets/secret-location';
import { findEnvironment } from '../cli/choose-environments';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import { documentExitCodes, run, type CommandContext } from '../cli/command-line';
import { openSession } from '../stores/session';
import { shortDate } from '../stores/short-forms';
import { findSecret } from './writes/find-secret';

export function registerHistory(program: Command): void {
  const command = program
    .command('history')
    .summary('show the versions of a secret')
    .description('Show the versions of a secret: when each was made, by whom if the store knows, and its labels.')
    .argument('<environment>', 'name of the environment')
    .argument('<name>', 'declared name, name in the store, or variable that contains it')
    .action((environment: string, name: string, _options: unknown, self: Command) =>
      run(self, (context) => history(context, environment, name)),
    );
  documentExitCodes(command, { 0: 'shown' });
}

async function history({ environments, output }: CommandContext, environment: string, name: string): Promise<ExitCode> {
  const session = await openSession(findEnvironment(environments, environment));
  const { declared } = findSecret(session, name);
  const { storedName, source } = declared;
  const secret = placedName(source, storedName);
  const versions = await session.stores.history(declared);
  if (versions.length === 0) {
    throw new CommandFailure(`${secret} does not exist.`);
  }
  const rows = versions.map(({ version, created, createdBy, labels, current }) => [
    version,
    shortDate(created?.toISOString()),
    createdBy ?? '-',
    labels.join(', ') || '-',
    current ? 'current' : '',
  ]);
  output.result(
    { environment, secret, store: source.store, versions },
    output.table(['version', 'made', 'by', 'labels', ''], rows),
  );
  return EXIT.done;
}
