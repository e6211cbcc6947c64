import type { AccessRow } from '../../lib/access/access-matrix';
import type { Environment } from '../../lib/environment/names';
import type { Output } from '../output/output';
import { nothing, part, remarks, STORE, title } from './words';

const HEAD = ['Role', 'reads', 'of', 'part', 'gives it to the container as', 'key'];

const MEANS = { variable: 'variable', file: 'file, path in', runtime: 'read at run time, path in' } as const;

/** For people, at a terminal. */
export function renderText(
  environment: Environment,
  rows: readonly AccessRow[],
  { paint, table }: Pick<Output, 'paint' | 'table'>,
): string {
  if (rows.length === 0) {
    return nothing(environment);
  }
  const lines = rows.map((row) => [
    row.roleName,
    paint('bold', row.storedName),
    STORE[row.store],
    part(row),
    `${MEANS[row.delivery]} ${row.variable}`,
    row.key,
  ]);
  return [paint('bold', title(environment)), '', table(HEAD, lines), '', ...remarks(environment, rows)].join('\n');
}
