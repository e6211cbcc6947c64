import type { Review } from '../sections/review';
import { readingLinks, wayLinks, type Link, type LinkEnd, type PictureColumn, type PictureMark } from './picture-links';

export interface PictureRow {
  readonly text: string;
  readonly mark: PictureMark;
}

export interface PictureBox {
  readonly id: string;
  readonly column: PictureColumn;
  /** Empty if there are only rows. */
  readonly title: string;
  readonly rows: readonly PictureRow[];
  readonly mark: PictureMark;
}

/** From a box or one of its rows to another. */
export interface PictureLine {
  readonly from: PictureEnd;
  readonly to: PictureEnd;
  readonly mark: PictureMark;
}

export interface PictureEnd {
  readonly box: string;
  /** @default - the whole box */
  readonly row?: string;
}

/** What is reachable from where, and who reads what. Its texts come from plans and repositories, and are not escaped. */
export interface Picture {
  readonly boxes: readonly PictureBox[];
  readonly lines: readonly PictureLine[];
  /** The same in words: what changes one by one, and how much stays. */
  readonly description: string;
}

export function pictureOf(review: Review): Picture {
  const all = [...wayLinks(review), ...readingLinks(review)];
  const links = [...sharingBoxes(all)].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return { boxes: boxes(links), lines: lines(links), description: description(all) };
}

/** Changes come last, so that nothing is drawn over them. */
function sortKey({ mark, from, to }: Link): string {
  return JSON.stringify([mark, from, to]);
}

/**
 * One box for everything that is a mere list and has the same lines: twenty secrets of one service are one box with one line, and so
 * are addresses from which the same is reached.
 */
function sharingBoxes(links: readonly Link[]): Link[] {
  return (['from', 'to'] as const).reduce<readonly Link[]>((given, near) => {
    const far = near === 'from' ? 'to' : 'from';
    const byItem = groups(given, (link) => JSON.stringify([link[near].title, link[near].row]));
    const signature = (same: readonly Link[]) =>
      JSON.stringify([same[0]?.[near].title, same.map((link) => JSON.stringify([link[far], link.mark])).sort()]);
    return groups(
      byItem.filter(([link]) => link?.[near].isListed),
      signature,
    )
      .flatMap((alike) =>
        alike.flat().map((link) => ({ ...link, [near]: { ...link[near], box: signature(alike[0] ?? []) } })),
      )
      .concat(given.filter((link) => !link[near].isListed));
  }, links) as Link[];
}

function boxes(links: readonly Link[]): PictureBox[] {
  const ends = links.flatMap(({ from, to, mark }) => [
    { ...from, mark, leaves: true },
    { ...to, mark, leaves: false },
  ]);
  return groups(ends, ({ box }) => box).map((inBox) => {
    const { box: id = '', column = 'inside', title = '' } = inBox[0] ?? {};
    const rows = groups(inBox.filter(hasRow), ({ row }) => row)
      .map((inRow) => ({ text: inRow[0]?.row ?? '', mark: common(inRow), leaves: inRow.every(({ leaves }) => leaves) }))
      // What comes in, and then what goes out.
      .sort((a, b) => Number(a.leaves) - Number(b.leaves) || (a.text < b.text ? -1 : 1));
    return { id, column, title, rows: rows.map(({ text, mark }) => ({ text, mark })), mark: common(inBox) };
  });
}

function hasRow<T extends { readonly row?: string }>(end: T): end is T & { readonly row: string } {
  return end.row !== undefined;
}

/** What is in all of them new or lost; else it was there before, and stays. */
function common(ends: readonly { readonly mark: PictureMark }[]): PictureMark {
  const [first, ...others] = new Set(ends.map(({ mark }) => mark));
  return others.length === 0 ? (first ?? ' ') : ' ';
}

function lines(links: readonly Link[]): PictureLine[] {
  const all = links.map(({ from, to, mark }) => ({ from: end(from), to: end(to), mark }));
  return groups(all, (line) => JSON.stringify(line)).flatMap(([line]) => line ?? []);
}

function end({ box, row, isListed }: LinkEnd): PictureEnd {
  return row === undefined || isListed ? { box } : { box, row };
}

function description(links: readonly Link[]): string {
  const of = (mark: PictureMark) => links.filter((link) => link.mark === mark).map(({ sentence }) => sentence);
  const told = (what: string, sentences: readonly string[]) =>
    sentences.length === 0 ? [] : [`${what}: ${[...sentences].sort().join('; ')}.`];
  return [...told('Gained', of('+')), ...told('Lost', of('-')), `${of(' ').length} stay as they are.`].join(' ');
}

/** In the order in which the first of each comes. */
function groups<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    found.set(key, [...(found.get(key) ?? []), item]);
  }
  return [...found.values()];
}
