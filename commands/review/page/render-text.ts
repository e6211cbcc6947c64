import type { Output } from '../../cli/output';
import type { DocumentSection, ReviewDocument } from './review-document';

/** For people, at a terminal. `Output` escapes what no terminal should obey. */
export function renderText(
  { title, summary, sections }: ReviewDocument,
  output: Pick<Output, 'paint' | 'table'>,
): string {
  return [
    output.paint('bold', title),
    '',
    ...summary,
    ...sections.flatMap((section) => ['', '', ...lines(section, output)]),
  ].join('\n');
}

function lines(
  { title, head, rows, none, remarks }: DocumentSection,
  { paint, table }: Pick<Output, 'paint' | 'table'>,
): string[] {
  const body =
    rows.length === 0
      ? none
      : table(
          head,
          rows.map(({ mark, cells }) => [mark, ...cells]),
        );
  return [paint('bold', title), '', body, ...(remarks.length > 0 ? ['', ...remarks] : [])];
}
