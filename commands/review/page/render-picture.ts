import { markup, Markup } from './markup';
import { pictureOf, type Picture } from './picture';
import { GUTTER, layoutOf, LINE_HEIGHT, PADDING, type PlacedBox, type PlacedLine } from './picture-layout';
import type { PictureColumn, PictureMark } from './picture-links';
import type { Review } from '../sections/review';

const NAMES: Readonly<Record<PictureMark, string>> = { '+': 'gained', '-': 'lost', ' ': 'kept' };

/** A minus of the width of the plus. */
const SIGNS: Readonly<Record<PictureMark, string>> = { '+': '+', '-': '−', ' ': '' };

const HEADINGS: Readonly<Record<PictureColumn, string>> = {
  outside: 'Who asks',
  balancer: 'Load balancer',
  inside: 'Services and tasks',
  beyond: 'What they reach and read',
};

const NOTHING = new Markup('');

/** An SVG picture, whose description says in words what it shows; nothing, if there is nothing to show. */
export function renderPicture(review: Review): Markup | undefined {
  const picture = pictureOf(review);
  return picture.boxes.length === 0 ? undefined : svg(picture);
}

function svg(picture: Picture): Markup {
  const { width, height, columns, boxes, lines } = layoutOf(picture);
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="picture-title picture-description">
<title id="picture-title">What is reachable from where, and who reads what</title>
<desc id="picture-description">${picture.description}</desc>
<defs>${Object.values(NAMES).map(arrowHead)}</defs>
${columns.map(({ name, x }) => markup`<text class="heading" x="${x}" y="14">${HEADINGS[name]}</text>\n`)}
${lines.map(curve)}
${boxes.map(box)}
${badges(lines)}
</svg>`;
}

function arrowHead(name: string): Markup {
  return markup`<marker id="arrow-${name}" class="${name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 L8 4 L0 7.5 z"/></marker>`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Curves, one after the other, of four points each. Leaves and arrives at a right angle to the box. */
type Curve = readonly [Point, Point, Point, Point];

function curvesOf({ from, to, lane }: PlacedLine): readonly [Curve, ...Curve[]] {
  if (lane !== undefined) {
    const sign = from.side === 'left' ? -1 : 1;
    const [up, down] = [
      { x: from.x + sign * 40, y: lane },
      { x: to.x - sign * 40, y: lane },
    ];
    const [start, finish] = [
      { x: from.x + sign * 20, y: from.y },
      { x: to.x - sign * 20, y: to.y },
    ];
    return [
      [from, start, { x: start.x, y: lane }, up],
      [up, up, down, down],
      [down, { x: finish.x, y: lane }, finish, to],
    ];
  }
  const isArc = from.side === to.side;
  const bend = isArc ? 40 + Math.abs(to.y - from.y) / 10 : Math.max(30, Math.abs(to.x - from.x) / 2);
  const beside = ({ x, y, side }: PlacedLine['from']) => ({ x: x + (side === 'left' ? -bend : bend), y });
  return [[from, beside(from), beside(to), to]];
}

function pointAt([a, b, c, d]: Curve, share: number): Point {
  const rest = 1 - share;
  const along = (axis: 'x' | 'y') =>
    rest ** 3 * a[axis] + 3 * rest ** 2 * share * b[axis] + 3 * rest * share ** 2 * c[axis] + share ** 3 * d[axis];
  return { x: round(along('x')), y: round(along('y')) };
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}

function curve(line: PlacedLine): Markup {
  const name = NAMES[line.mark];
  const path = curvesOf(line).map((points, index) => {
    const [start = '', ...others] = points.map(({ x, y }) => `${round(x)} ${round(y)}`);
    return `${index === 0 ? `M${start} ` : ''}C${others.join(' ')}`;
  });
  return markup`<path class="line ${name}" d="${path.join(' ')}" marker-end="url(#arrow-${name})"/>\n`;
}

const RADIUS = 8.5;

/** The sign of what changes, on its line, where no other is: near the middle, if there is room. */
function badges(lines: readonly PlacedLine[]): Markup[] {
  const taken: Point[] = [];
  return lines
    .filter(({ mark }) => mark !== ' ')
    .map((line) => {
      const curves = curvesOf(line);
      const middle = curves[Math.floor(curves.length / 2)] ?? curves[0];
      const places = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].map((share) => pointAt(middle, share));
      const isFree = ({ x, y }: Point) => taken.every((other) => Math.hypot(other.x - x, other.y - y) > 2 * RADIUS + 2);
      const { x, y } = places.find(isFree) ?? pointAt(middle, 0.5);
      taken.push({ x, y });
      return markup`<g class="badge ${NAMES[line.mark]}"><circle cx="${x}" cy="${y}" r="${RADIUS}"/><text x="${x}" y="${round(y + 4.5)}">${SIGNS[line.mark]}</text></g>\n`;
    });
}

function box({ x, y, width, height, title, rows, mark, column }: PlacedBox): Markup {
  return markup`<g class="box ${column} ${NAMES[mark]}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>
${sign(mark, x, y + PADDING + LINE_HEIGHT - 5)}${title.map((text, index) => markup`<text class="title" x="${x + PADDING + GUTTER}" y="${y + PADDING + (index + 1) * LINE_HEIGHT - 5}">${text}</text>`)}
${rows.map(
  (row) =>
    markup`<g class="row ${NAMES[row.mark]}">${sign(row.mark, x, row.baseline)}${row.lines.map((text, index) => markup`<text x="${x + PADDING + GUTTER}" y="${row.baseline + index * LINE_HEIGHT}">${text}</text>`)}</g>\n`,
)}</g>\n`;
}

function sign(mark: PictureMark, x: number, y: number): Markup {
  return mark === ' ' ? NOTHING : markup`<text class="sign" x="${x + PADDING}" y="${y}">${SIGNS[mark]}</text>`;
}
