import type { Picture, PictureBox, PictureEnd, PictureLine, PictureRow } from './picture';
import type { PictureColumn } from './picture-links';

/** A row with its place, in as many lines as it takes. */
export interface PlacedRow extends Pick<PictureRow, 'mark'> {
  readonly lines: readonly string[];
  /** Of its first line. */
  readonly baseline: number;
}

export interface PlacedBox extends Pick<PictureBox, 'column' | 'mark'> {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: readonly string[];
  readonly rows: readonly PlacedRow[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line with where it leaves, and arrives: at which side of a box. */
export interface PlacedLine extends Pick<PictureLine, 'mark'> {
  /** The height, above all boxes, at which it passes a column. @default - it passes none */
  readonly lane?: number;
  readonly from: Point & { readonly side: 'left' | 'right' };
  readonly to: Point & { readonly side: 'left' | 'right' };
}

export interface PlacedColumn {
  readonly name: PictureColumn;
  readonly x: number;
}

export interface PictureLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly PlacedColumn[];
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
}

const WIDTHS: Readonly<Record<PictureColumn, number>> = { outside: 190, balancer: 146, inside: 290, beyond: 226 };
const COLUMNS = ['outside', 'balancer', 'inside', 'beyond'] as const;

/** After a column, wide enough for its lines to bend. */
const GAPS: Readonly<Record<PictureColumn, number>> = { outside: 64, balancer: 74, inside: 146, beyond: 0 };
const HEAD = 32;
const LANE = 6;
const BETWEEN = 16;
const MOST_BETWEEN = 56;
export const LINE_HEIGHT = 18;
export const PADDING = 10;

/** What a mark takes at the beginning of a row. */
export const GUTTER = 16;

/** Of one character, in the typeface of the picture. */
const CHARACTER = 7.3;

/** What is longer is cut, and is whole in the tables. */
const MOST_LINES = 4;

/** Columns from left to right, and in each one box below the other, as near to what it belongs to as there is room. */
export function layoutOf({ boxes, lines }: Picture): PictureLayout {
  const columns = placedColumns(boxes);
  const columnOf = new Map(boxes.map(({ id, column }) => [id, columns.findIndex(({ name }) => name === column)]));
  const passing = lines.filter(
    ({ from, to }) => Math.abs((columnOf.get(from.box) ?? 0) - (columnOf.get(to.box) ?? 0)) > 1,
  );
  const head = HEAD + passing.length * LANE;
  const placed = placedBoxes(boxes, lines, columns, head);
  const last = columns.at(-1);
  return {
    width: (last?.x ?? 0) + (last === undefined ? 0 : WIDTHS[last.name]) + 1,
    height: Math.max(head, ...[...placed.values()].map(({ y, height }) => y + height)) + 1,
    columns,
    boxes: [...placed.values()].map(finished),
    lines: lines.flatMap((line) => {
      const lane = passing.indexOf(line);
      return placedLine(line, placed).map((it) => (lane === -1 ? it : { ...it, lane: HEAD - LANE + lane * LANE }));
    }),
  };
}

function placedBoxes(
  boxes: readonly PictureBox[],
  lines: readonly PictureLine[],
  columns: readonly PlacedColumn[],
  head: number,
): ReadonlyMap<string, Measured> {
  const measured = columns.map(({ name, x }) => ({
    name,
    boxes: boxes.filter(({ column }) => column === name).map((box) => measure(box, x)),
  }));
  const tallest = Math.max(0, ...measured.map((column) => heightWith(BETWEEN, column.boxes)));
  const placed = new Map<string, Measured>();
  // The middle first, over the whole height: all others are placed beside it.
  for (const name of ['inside', 'beyond', 'balancer', 'outside'] as const) {
    const column = measured.find((candidate) => candidate.name === name)?.boxes ?? [];
    const isFirst = placed.size === 0;
    const room = (tallest - heightWith(0, column)) / Math.max(1, column.length);
    const between = isFirst ? Math.round(Math.min(MOST_BETWEEN, Math.max(BETWEEN, room))) : BETWEEN;
    let free = head + (isFirst ? (between - BETWEEN) / 2 : 0);
    for (const box of column
      .map((one) => ({ ...one, wanted: isFirst ? 0 : wantedMiddle(one.id, lines, placed) }))
      .sort((a, b) => a.wanted - b.wanted || compare(a.id, b.id))) {
      const y = Math.max(free, Math.round(box.wanted - box.height / 2));
      placed.set(box.id, { ...box, y });
      free = y + box.height + between;
    }
  }
  return placed;
}

function heightWith(between: number, boxes: readonly Measured[]): number {
  return boxes.reduce((sum, { height }) => sum + height + between, -between);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function placedColumns(boxes: readonly PictureBox[]): PlacedColumn[] {
  const used = COLUMNS.filter((column) => boxes.some((box) => box.column === column));
  return used.map((name, index) => ({
    name,
    x: 1 + used.slice(0, index).reduce((sum, before) => sum + WIDTHS[before] + GAPS[before], 0),
  }));
}

interface Measured extends Pick<PictureBox, 'id' | 'column' | 'mark'> {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: readonly string[];
  readonly rows: readonly (Pick<PictureRow, 'text' | 'mark'> & {
    readonly lines: readonly string[];
    readonly top: number;
  })[];
}

function measure({ id, column, title, rows, mark }: PictureBox, x: number): Measured {
  const width = WIDTHS[column];
  const characters = Math.floor((width - 2 * PADDING - GUTTER) / CHARACTER);
  const head = title === '' ? [] : wrapped(title, characters);
  let top = PADDING + head.length * LINE_HEIGHT;
  const measured = rows.map((row) => {
    const lines = wrapped(row.text, characters);
    const placedRow = { ...row, lines, top };
    top += lines.length * LINE_HEIGHT;
    return placedRow;
  });
  return { id, column, mark, x, y: 0, width, height: top + PADDING, title: head, rows: measured };
}

/** At spaces and after what parts names; where there is none, anywhere. */
function wrapped(text: string, characters: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of text.split(/(?<=[\s/_.,:*-])/).flatMap((word) => pieces(word, characters))) {
    if (columnsOf(line + part.trimEnd()) > characters && line !== '') {
      lines.push(line.trimEnd());
      line = '';
    }
    line += part;
  }
  const all = [...lines, line.trimEnd()];
  return all.length > MOST_LINES
    ? [...all.slice(0, MOST_LINES - 1), `${all[MOST_LINES - 1]?.slice(0, -1) ?? ''}…`]
    : all;
}

function pieces(word: string, characters: number): string[] {
  return Array.from(word).reduce<string[]>((parts, character) => {
    const last = parts.at(-1);
    return last === undefined || columnsOf(last + character) > characters
      ? [...parts, character]
      : [...parts.slice(0, -1), last + character];
  }, []);
}

/** Characters of East Asian scripts, and pictures, are about twice as wide. */
function columnsOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1), 0);
}

/** The mean height of what a box has lines to, of all that has a place already. */
function wantedMiddle(id: string, lines: readonly PictureLine[], placed: ReadonlyMap<string, Measured>): number {
  const heights = lines
    .flatMap(({ from, to }) => (from.box === id ? [to] : to.box === id ? [from] : []))
    .flatMap((end) => heightOf(end, placed) ?? []);
  return heights.reduce((sum, height) => sum + height, 0) / Math.max(1, heights.length);
}

/** The middle of a row; of what runs here, else the title, and of others the whole box. */
function heightOf({ box: id, row: text }: PictureEnd, placed: ReadonlyMap<string, Measured>): number | undefined {
  const box = placed.get(id);
  if (box === undefined) {
    return undefined;
  }
  const row = box.rows.find((candidate) => candidate.text === text);
  if (row !== undefined) {
    return box.y + row.top + (row.lines.length * LINE_HEIGHT) / 2;
  }
  const isTitle = box.column === 'inside' || box.column === 'balancer';
  return box.y + (isTitle ? PADDING + (box.title.length * LINE_HEIGHT) / 2 : box.height / 2);
}

function placedLine({ from, to, mark }: PictureLine, placed: ReadonlyMap<string, Measured>): PlacedLine[] {
  const [source, target] = [placed.get(from.box), placed.get(to.box)];
  const [leaves, arrives] = [heightOf(from, placed), heightOf(to, placed)];
  if (source === undefined || target === undefined || leaves === undefined || arrives === undefined) {
    return [];
  }
  const [leavesLeft, arrivesLeft] = [target.x < source.x, source.x < target.x];
  return [
    {
      mark,
      from: { x: source.x + (leavesLeft ? 0 : source.width), y: leaves, side: leavesLeft ? 'left' : 'right' },
      to: { x: target.x + (arrivesLeft ? 0 : target.width), y: arrives, side: arrivesLeft ? 'left' : 'right' },
    },
  ];
}

function finished({ rows, ...box }: Measured): PlacedBox {
  return {
    ...box,
    rows: rows.map(({ mark, lines, top }) => ({ mark, lines, baseline: box.y + top + LINE_HEIGHT - 5 })),
  };
}
