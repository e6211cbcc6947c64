import { findEnvironment, type Environments } from '../configuration/find-environment';
import { EXIT, CommandFailure, type ExitCode } from '../output/command-failure';
import type { Output } from '../output/output';
import { CREATED_LEGEND, listedSecrets, STATE_STYLES, STORE_TITLES, type ListedSecret } from './listing';
import { openSession } from './session';
import type { SecretState } from './state';

/** What one environment answers: its secrets, or why it did not. */
interface Column {
  readonly environment: string;
  readonly secrets: readonly ListedSecret[];
  readonly failure?: string;
}

/** Shows every secret in every environment. One that cannot be reached, as in another account, does not hide the others. */
export async function listAll(environments: Environments, output: Output): Promise<ExitCode> {
  const chosen = Object.keys(environments).map((name) => findEnvironment(environments, name));
  const columns = await Promise.all(
    chosen.map(async (environment): Promise<Column> => {
      try {
        return { environment: environment.name, secrets: await listedSecrets(await openSession(environment)) };
      } catch (error) {
        if (!(error instanceof CommandFailure)) {
          throw error;
        }
        return { environment: environment.name, secrets: [], failure: error.message };
      }
    }),
  );
  const rows = matrix(columns);
  output.result(
    {
      environments: columns.map(({ environment, failure }) => ({ environment, failure })),
      secrets: rows,
    },
    table(rows, columns, output),
  );
  return columns.some(({ failure }) => failure !== undefined) ? EXIT.notDone : EXIT.done;
}

interface Row {
  readonly name: string;
  readonly store: keyof typeof STORE_TITLES;
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
  const cell = ({ states }: Row, { environment, failure }: Column) => {
    const state = states[environment];
    return state === undefined ? (failure === undefined ? '-' : '?') : output.paint(STATE_STYLES[state], state);
  };
  const failures = columns.flatMap(({ environment, failure }) =>
    failure === undefined ? [] : [`? ${environment}: ${failure}`],
  );
  const unclear = rows.some(({ states }) => Object.values(states).includes('created')) ? [CREATED_LEGEND] : [];
  const notes = [...failures, ...unclear, '-: not declared in that environment'];
  return [
    output.table(
      ['secret', 'store', ...columns.map(({ environment }) => environment)],
      rows.map((row) => [row.name, STORE_TITLES[row.store], ...columns.map((column) => cell(row, column))]),
    ),
    '',
    ...notes,
  ].join('\n');
}
