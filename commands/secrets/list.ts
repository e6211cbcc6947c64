import type { Command } from 'commander';
import { findEnvironment, type Environments } from '../configuration/find-environment';
import { CommandFailure, EXIT, type ExitCode } from '../output/command-failure';
import type { Output } from '../output/output';
import { listAll } from './list-all';
import {
  CREATED_LEGEND,
  listedSecrets,
  shortDate,
  shortPrincipal,
  shortVersion,
  STATE_STYLES,
  STORE_TITLES,
} from './listing';
import { openSession } from './session';
import { run, withCommonOptions } from './subcommand';

export function registerList(program: Command, environments: Environments): void {
  const command = program
    .command('list')
    .summary('show every secret of an environment, or of all')
    .description('Show every secret of an environment: where it is, who uses it, and whether it is set')
    .argument('[environment]', 'name of the environment')
    .option('--all', 'show all environments beside each other', false);
  withCommonOptions(command, { 0: 'listed, whatever the states are' }).action(
    (name: string | undefined, options: { all: boolean; json: boolean }) =>
      run(options.json, (output) => {
        if (options.all !== (name === undefined)) {
          throw new CommandFailure('Name one environment, or use --all.');
        }
        return name === undefined ? listAll(environments, output) : list(environments, name, output);
      }),
  );
}

async function list(environments: Environments, name: string, output: Output): Promise<ExitCode> {
  const session = await openSession(findEnvironment(environments, name));
  const secrets = await listedSecrets(session);
  const rows = secrets.map(({ secret, store, forms, usedBy, state, version, lastChanged, lastChangedBy }) => [
    secret,
    STORE_TITLES[store],
    forms.join(', ') || '-',
    usedBy.join(', ') || '-',
    output.paint(STATE_STYLES[state], state),
    shortVersion(version),
    shortDate(lastChanged),
    shortPrincipal(lastChangedBy),
  ]);
  const head = ['secret', 'store', 'form', 'used by', 'state', 'version', 'last changed', 'by'];
  const legend = secrets.some(({ state }) => state === 'created') ? `\n\n${CREATED_LEGEND}` : '';
  const text = secrets.length === 0 ? `${name} declares no secrets.` : output.table(head, rows) + legend;
  output.result(
    { environment: name, account: session.location.accountId, region: session.location.region, secrets },
    text,
  );
  return EXIT.done;
}
