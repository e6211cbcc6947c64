import type { Command } from 'commander';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { SECRET_STORES } from '../../lib/secrets/secret-stores';
import { EXIT, type ExitCode } from '../cli/command-failure';
import { documentExitCodes, type CommandContext } from '../cli/command-line';
import { shortDate, shortPrincipal, shortVersion } from '../stores/short-forms';
import { openChosen } from './ask-each';
import { addChoice, runChosen, type ChosenEnvironment } from './chosen-environments';
import { listAll } from './list-all';
import { CREATED_LEGEND, listedSecrets, STATE_STYLES } from './listing';

export function registerList(program: Command): void {
  const command = program
    .command('list')
    .summary('show every secret of an environment, or of all')
    .description(
      'Show every secret of an environment: where it is, who uses it, and whether it is set. With --all, state, version and day of ' +
        'the last change in every environment.',
    );
  addChoice(command).action((name: string | undefined, _options: unknown, self: Command) =>
    runChosen(self, name, list, listAll),
  );
  documentExitCodes(command, {
    0: 'listed, whatever the states are',
    2: 'could not be done, or with --all not for every environment: usage, configuration, credentials, account or access',
  });
}

async function list({ output }: CommandContext, chosen: ChosenEnvironment): Promise<ExitCode> {
  const session = await openChosen(chosen);
  const { name } = session.environment;
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
  const toGenerate = secrets.filter(
    ({ generated, state }) => generated && (state === 'placeholder' || state === 'empty'),
  );
  const legends = [
    ...(secrets.some(({ state }) => state === 'created') ? [CREATED_LEGEND] : []),
    ...(toGenerate.length > 0
      ? [
          `This sets ${toGenerate.map(({ secret }) => secret).join(', ')}: ${operatorCommands(session.environment).generateMissing}`,
        ]
      : []),
  ];
  const table = [output.table(head, rows), ...(legends.length > 0 ? ['', ...legends] : [])].join('\n');
  const text = secrets.length === 0 ? `${name} declares no secrets.` : table;
  output.result(
    { environment: name, account: session.location.accountId, region: session.location.region, secrets },
    text,
  );
  return EXIT.done;
}
