import type { Command } from 'commander';
import { findEnvironment, type Environments } from '../configuration/find-environment';
import { CommandFailure, EXIT, type ExitCode } from '../output/command-failure';
import type { Output } from '../output/output';
import { findSecret } from './find-secret';
import { shortDate } from './listing';
import { openSession } from './session';
import { run, withCommonOptions } from './subcommand';

export function registerHistory(program: Command, environments: Environments): void {
  const command = program
    .command('history')
    .summary('show the versions of a secret')
    .description('Show the versions of a secret: when each was made, by whom if the store tells, and its labels')
    .argument('<environment>', 'name of the environment')
    .argument('<name>', 'declared name, name in the store, or variable that holds it');
  withCommonOptions(command, {}).action((environment: string, name: string, options: { json: boolean }) =>
    run(options.json, (output) => history(environments, environment, name, output)),
  );
}

async function history(
  environments: Environments,
  environment: string,
  name: string,
  output: Output,
): Promise<ExitCode> {
  const session = await openSession(findEnvironment(environments, environment));
  const { storedName, source } = findSecret(session, name).declared;
  const versions = await session.stores[source.store].history(storedName);
  if (versions.length === 0) {
    throw new CommandFailure(`${storedName} does not exist.`);
  }
  const rows = versions.map(({ version, created, createdBy, labels, current }) => [
    version,
    shortDate(created?.toISOString()),
    createdBy ?? '-',
    labels.join(', ') || '-',
    current ? 'current' : '',
  ]);
  output.result(
    { environment, secret: storedName, store: source.store, versions },
    output.table(['version', 'made', 'by', 'labels', ''], rows),
  );
  return EXIT.done;
}
