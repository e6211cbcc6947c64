import { secretInventory } from '../../lib/environment/secret-inventory';
import { placedName } from '../../lib/secrets/secret-location';
import { SECRET_STORES } from '../../lib/secrets/secret-stores';
import { EXIT, type ExitCode } from '../cli/command-failure';
import type { CommandContext } from '../cli/command-line';
import type { Output } from '../cli/output';
import { shortDay, shortVersion } from '../stores/short-forms';
import { askEach, describeAnswer, openChosen, profileHints, type Answer, type OpenSession } from './ask-each';
import type { SecretState } from './checks/state';
import type { ChosenEnvironment } from './chosen-environments';
import { CREATED_LEGEND, listedSecrets, STATE_STYLES, type ListedSecret } from './listing';

type Column = Answer<Listed>;

interface Listed {
  readonly account: string;
  readonly secrets: readonly ListedSecret[];
}

/** Shows every secret in every environment. */
export async function listAll(
  { output }: Pick<CommandContext, 'output'>,
  chosen: readonly ChosenEnvironment[],
  open: OpenSession = openChosen,
): Promise<ExitCode> {
  const columns = await askEach(
    chosen,
    async (session): Promise<Listed> => ({
      account: session.location.accountId,
      secrets: await listedSecrets(session),
    }),
    open,
  );
  const rows = matrix(columns);
  output.result(
    { environments: columns.map((column) => describeAnswer(column, ({ account }) => ({ account }))), secrets: rows },
    table(rows, columns, output),
  );
  return columns.some((column) => 'failure' in column) ? EXIT.notDone : EXIT.done;
}

interface Row extends Pick<ListedSecret, 'name' | 'store' | 'ownership'> {
  /** By environment; nothing where it is not declared. */
  readonly environments: Readonly<Record<string, Cell>>;
}

interface Cell extends Partial<Pick<ListedSecret, 'version' | 'lastChanged' | 'lastChangedBy'>> {
  /** Name in its store. */
  readonly secret: string;
  /** `unknown` where the environment could not be asked. */
  readonly state: SecretState | 'unknown';
}

function matrix(columns: readonly Column[]): Row[] {
  const rows = new Map<string, Row & { readonly environments: Record<string, Cell> }>();
  for (const column of columns) {
    for (const { name, store, ownership, ...cell } of secretsOf(column)) {
      const key = [store, ownership, name].join(' ');
      const row = rows.get(key) ?? { name, store, ownership, environments: {} };
      row.environments[column.environment.name] = cell;
      rows.set(key, row);
    }
  }
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function secretsOf(column: Column): (Omit<Row, 'environments'> & Cell)[] {
  return 'found' in column
    ? column.found.secrets.map(({ name, store, ownership, secret, state, version, lastChanged, lastChangedBy }) => ({
        ...{ name, store, ownership, secret, state, version, lastChanged, lastChangedBy },
      }))
    : secretInventory(column.environment).map(({ source, storedName }) => ({
        ...{ name: placedName(source, source.name), store: source.store, ownership: source.ownership },
        ...{ secret: placedName(source, storedName), state: 'unknown' },
      }));
}

const UNDECLARED = ['-', '', ''];
const UNKNOWN = ['?', '', ''];

function table(rows: readonly Row[], columns: readonly Column[], output: Output): string {
  const cells = ({ environments }: Row, column: Column) => {
    const cell = environments[column.environment.name];
    if (cell === undefined) {
      return UNDECLARED;
    }
    const { state, version, lastChanged } = cell;
    return state === 'unknown'
      ? UNKNOWN
      : [output.paint(STATE_STYLES[state], state), shortVersion(version), shortDay(lastChanged)];
  };
  const lines = rows.map((row) => columns.map((column) => cells(row, column)));
  const failures = columns.flatMap((column) =>
    'failure' in column ? [`? ${column.environment.name}: ${column.failure.message}`] : [],
  );
  const states = rows.flatMap(({ environments }) => Object.values(environments).map(({ state }) => state));
  const notes = [
    ...failures,
    ...profileHints(columns),
    ...(states.includes('created') ? [CREATED_LEGEND] : []),
    ...(lines.flat().includes(UNDECLARED) ? ['-: not declared in that environment'] : []),
  ];
  return [
    output.table(
      ['secret', 'store', ...columns.flatMap(({ environment }) => [environment.name, 'version', 'changed'])],
      rows.map(({ name, store }, index) => [name, SECRET_STORES[store].title, ...(lines[index] ?? []).flat()]),
    ),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n');
}
