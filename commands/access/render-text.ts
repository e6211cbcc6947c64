import type { Environment } from '../../lib/environment/environment';
import { SECRET_STORES } from '../../lib/secrets/secret-stores';
import type { Output } from '../cli/output';
import type { AccessRow } from './access-matrix';
import type { ReachRow } from './reach-matrix';
import { REACH_HEAD, REACH_REMARK, reachCells, reachTitle } from './render-reach';

export const HEAD = ['Role', 'reads', 'from', 'part', 'container', 'gets it as', 'key'];

const MEANS = {
  variable: 'variable',
  file: 'file, path in',
  logOption: 'option of the logs',
  registry: 'nothing: ECS logs in with it to',
  runtime: 'read at run time, path in',
} as const;

/** For people, at a terminal. */
export function renderText(
  environment: Environment,
  rows: readonly AccessRow[],
  reach: readonly ReachRow[],
  output: Pick<Output, 'paint' | 'table'>,
): string {
  return [renderAccess(environment, rows, output), '', '', renderReach(environment, reach, output)].join('\n');
}

function renderReach(
  environment: Environment,
  reach: readonly ReachRow[],
  { paint, table }: Pick<Output, 'paint' | 'table'>,
) {
  const title = paint('bold', reachTitle(environment));
  return [title, '', table(REACH_HEAD, reach.map(reachCells)), '', REACH_REMARK].join('\n');
}

function renderAccess(
  environment: Environment,
  rows: readonly AccessRow[],
  { paint, table }: Pick<Output, 'paint' | 'table'>,
): string {
  if (rows.length === 0) {
    return nothing(environment);
  }
  const lines = rows.map((row) => [
    row.roleName,
    paint('bold', secretOf(row)),
    SECRET_STORES[row.store].title,
    part(row),
    row.container,
    `${MEANS[row.delivery]} ${row.variable}`,
    encryption(row),
  ]);
  return [paint('bold', title(environment)), '', table(HEAD, lines), '', ...remarks(environment, rows)].join('\n');
}

export function title({ name, application, region }: Environment): string {
  return `Who may read which parameter or secret of ${name} (${application}, ${region})`;
}

/** The name of a secret, after its Region if that is not the environment's; an ARN, if its account is another. */
export function secretOf({ region, accountId, storedName }: AccessRow): string {
  return region === undefined || accountId !== undefined ? storedName : `${region}:${storedName}`;
}

/** What a container gets of a secret: `all`, or `key password, stage AWSPREVIOUS`. */
export function part({ selector = {} }: AccessRow): string {
  const { jsonKey, versionStage, versionId } = selector;
  const parts = [
    ...(jsonKey === undefined ? [] : [`key ${jsonKey}`]),
    ...(versionStage === undefined ? [] : [`stage ${versionStage}`]),
    ...(versionId === undefined ? [] : [`version ${versionId}`]),
  ];
  return parts.join(', ') || 'all';
}

/** Whose key encrypts it, or that none does. */
export function encryption({ key }: AccessRow): string {
  return key === 'none' ? 'none: plain text' : key;
}

/** What the reader must know in addition to the rows. */
export function remarks({ executeCommand }: Environment, rows: readonly AccessRow[]): string[] {
  return [
    'An execution role reads before a container starts, on its behalf; a task role is what the application has while it runs.',
    ...(rows.some(({ selector }) => selector !== undefined)
      ? ['A role that reads a part of a secret may read the whole of it, in every version.']
      : []),
    ...(executeCommand
      ? ['ECS Exec is on: whoever may run "aws ecs execute-command" can read everything that a container has.']
      : []),
  ];
}

export function nothing({ name }: Environment): string {
  return `No role of ${name} may read a parameter or secret.`;
}
