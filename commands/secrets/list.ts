import type { Command } from 'commander';
import { SECRET_STORES } from '../../lib/secrets/secret-stores';
import { findEnvironment } from '../cli/choose-environments';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import { documentExitCodes, run, type CommandContext } from '../cli/command-line';
import { openSession } from '../stores/session';
import { shortDate, shortPrincipal, shortVersion } from '../stores/short-forms';
import { listAll } from './list-all';
import { CREATED_LEGEND, listedSecrets, STATE_STYLES } from './listing';

interface ListOptions {
  readonly all: boolean;
}

export function registerList(program: Command): void {
  const command = program
    .command('list')
    .summary('show every secret of an environment, or of all')
    .description('Show every secret of an environment: where it is, who uses it, and whether it is set.')
    .argument('[environment]', 'name of the environment')
    .option('--all', 'show all environments side by side', false)
    .action((name: string | undefined, _options: unknown, self: Command) =>
      run<ListOptions>(self, (context) => {
        if (context.options.all !== (name === undefined)) {
          throw new CommandFailure('Name one environment, or use --all.');
        }
        return name === undefined ? listAll(context) : list(context, name);
      }),
    );
  documentExitCodes(command, { 0: 'listed, whatever the states are' });
}

async function list({ environments, output }: CommandContext, name: string): Promise<ExitCode> {
  const session = await openSession(findEnvironment(environments, name));
  const secrets = await listedSecrets(session);
  const rows = secrets.map(({ secret, store, forms, usedBy, state, version, lastChanged, lastChangedBy }) => [
    secret,
    SECRET_STORES[store].title,
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
