import { markdownTable } from 'markdown-table';
import type { Environment } from '../../lib/environment/environment';
import { SECRET_STORES } from '../../lib/secrets/secret-stores';
import { visibleOnOneLine } from '../../lib/validation/visible-text';
import type { AccessRow } from './access-matrix';
import type { ReachRow } from './reach-matrix';
import { REACH_HEAD, REACH_REMARK, reachCells, reachTitle } from './render-reach';
import { encryption, HEAD, nothing, part, remarks, secretOf, title } from './render-text';

/** For a review. */
export function renderMarkdown(
  environment: Environment,
  rows: readonly AccessRow[],
  reach: readonly ReachRow[],
): string {
  return [renderAccess(environment, rows), '', renderReach(environment, reach)].join('\n');
}

function renderReach(environment: Environment, reach: readonly ReachRow[]): string {
  const lines = reach.map((row) => reachCells(row).map(code));
  return [
    `### ${reachTitle(environment)}`,
    '',
    markdownTable([REACH_HEAD, ...lines], { alignDelimiters: false }),
    '',
    `- ${REACH_REMARK}`,
  ].join('\n');
}

function renderAccess(environment: Environment, rows: readonly AccessRow[]): string {
  const heading = `### ${title(environment)}`;
  if (rows.length === 0) {
    return `${heading}\n\n${nothing(environment)}`;
  }
  return [
    heading,
    '',
    markdownTable([HEAD, ...rows.map(cells)], { alignDelimiters: false }),
    '',
    ...remarks(environment, rows).map((remark) => `- ${remark}`),
  ].join('\n');
}

function cells(row: AccessRow): string[] {
  const { roleName, store, container, delivery, variable, path } = row;
  const means = {
    variable: `variable ${code(variable)}`,
    file: `file ${code(path ?? '')}, path in ${code(variable)}`,
    logOption: `option ${code(variable)} of the logs`,
    registry: `nothing: ECS logs in to ${code(variable)} with it`,
    runtime: `read at run time, path in ${code(variable)}`,
  };
  const what = row.selector === undefined ? 'all' : code(part(row));
  const shared = [code(roleName), code(secretOf(row)), SECRET_STORES[store].title, what, code(container)];
  return [...shared, means[delivery], encryption(row)];
}

/** As code, so that no underscore or star of a name becomes markup; a bar would end the cell. */
function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  const padding = fence === '`' ? '' : ' ';
  return `${fence}${padding}${visibleOnOneLine(text).replaceAll('|', '\\|')}${padding}${fence}`;
}
