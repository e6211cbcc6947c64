import { SECRET_STORES, type SecretStoreName } from '../../lib/secrets/secret-stores';
import { findEnvironment } from '../cli/choose-environments';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import type { CommandContext } from '../cli/command-line';
import type { Output } from '../cli/output';
import { openSession } from '../stores/session';
import type { SecretState } from './checks/state';
import { CREATED_LEGEND, listedSecrets, STATE_STYLES, type ListedSecret } from './listing';

/** What one environment answers: its secrets, or why it did not. */
interface Column {
  readonly environment: string;
  readonly secrets: readonly ListedSecret[];
  readonly error?: string;
}

/** Shows every secret in every environment. One that cannot be reached, as in another account, does not hide the others. */
export async function listAll({ environments, output }: CommandContext): Promise<ExitCode> {
  const chosen = Object.keys(environments.environments).map((name) => findEnvironment(environments, name));
  const columns = await Promise.all(
    chosen.map(async (environment): Promise<Column> => {
      try {
        return { environment: environment.name, secrets: await listedSecrets(await openSession(environment)) };
      } catch (error) {
        if (!(error instanceof CommandFailure)) {
          throw error;
        }
        return { environment: environment.name, secrets: [], error: error.message };
      }
    }),
  );
  const rows = matrix(columns);
  output.result(
    {
      environments: columns.map(({ environment, error }) => ({ environment, error })),
      secrets: rows,
    },
    table(rows, columns, output),
  );
  return columns.some(({ error }) => error !== undefined) ? EXIT.notDone : EXIT.done;
}

interface Row {
  readonly name: string;
  readonly store: SecretStoreName;
  /** By environment; nothing where it is not declared. */
  readonly states: Readonly<Record<string, SecretState>>;
}

function matrix(columns: readonly Column[]): Row[] {
  const rows = new Map<string, { name: string; store: Row['store']; states: Record<string, SecretState> }>();
  for (const { environment, secrets } of columns) {
    for (const { name, store, ownership, state } of secrets) {
      const key = [store, ownership, name].join(' ');
      const row = rows.get(key) ?? { name, store, states: {} };
      row.states[environment] = state;
      rows.set(key, row);
    }
  }
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function table(rows: readonly Row[], columns: readonly Column[], output: Output): string {
  const cell = ({ states }: Row, { environment, error }: Column) => {
    const state = states[environment];
    return state === undefined ? (error === undefined ? '-' : '?') : output.paint(STATE_STYLES[state], state);
  };
  const failures = columns.flatMap(({ environment, error }) =>
    error === undefined ? [] : [`? ${environment}: ${error}`],
  );
  const unclear = rows.some(({ states }) => Object.values(states).includes('created')) ? [CREATED_LEGEND] : [];
  const cells = rows.map((row) => columns.map((column) => cell(row, column)));
  const gaps = cells.flat().includes('-') ? ['-: not declared in that environment'] : [];
  const notes = [...failures, ...unclear, ...gaps];
  return [
    output.table(
      ['secret', 'store', ...columns.map(({ environment }) => environment)],
      rows.map(({ name, store }, index) => [name, SECRET_STORES[store].title, ...(cells[index] ?? [])]),
    ),
    '',
    ...notes,
  ].join('\n');
}
