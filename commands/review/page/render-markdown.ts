import { markdownTable } from 'markdown-table';
import { visibleOnOneLine } from '../../../lib/validation/visible-text';
import type { DocumentSection, ReviewDocument } from './review-document';

const MARKS = { '+': '➕', '-': '➖', '~': '✏', '!': '⚠', ' ': '' } as const;

/** For a pull request: the summary first; what has nothing to tell is one line. */
export function renderMarkdown({ title, summary, sections }: ReviewDocument): string {
  return [
    `### ${escaped(title)}`,
    '',
    ...summary.map((line) => `- ${escaped(line)}`),
    ...sections.flatMap((section) => ['', ...lines(section)]),
  ].join('\n');
}

function lines({ title, head, rows, none, remarks }: DocumentSection): string[] {
  const table = [head.map(escaped), ...rows.map(({ mark, cells }) => [MARKS[mark], ...cells.map(escaped)])];
  return [
    `#### ${escaped(title)}`,
    '',
    rows.length === 0 ? escaped(none) : markdownTable(table, { alignDelimiters: false }),
    ...(remarks.length > 0 ? ['', ...remarks.map((remark) => `- ${escaped(remark)}`)] : []),
  ];
}

/** What GitHub makes links, mentions and pictures of also after it has read the Markdown, unless it is code. */
const ACTED_ON = /@|#\d|:\/\/|:[\w+-]+:|\bGH-\d|\bwww\.|[0-9a-f]{7}/i;

/**
 * Text from plans and repositories as Markdown shows it, and nothing else: no markup, link, mention, HTML or end of a cell.
 *
 * @see https://github.github.com/gfm/#backslash-escapes
 */
export function escaped(text: string): string {
  const shown = visibleOnOneLine(text);
  if (ACTED_ON.test(shown)) {
    const fence = '`'.repeat(1 + Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)));
    // In a table, a bar would end the cell also within code.
    return `${fence} ${shown.replaceAll('|', '\\|')} ${fence}`;
  }
  return shown.replace(/[\\`*_{}[\]<>()+!|~$^&-]/g, '\\$&');
}
