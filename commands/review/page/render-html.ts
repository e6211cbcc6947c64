import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIRECTORY } from '../../cli/project-directory';
import type { Review } from '../sections/review';
import { markup, Markup } from './markup';
import { renderPicture } from './render-picture';
import type { DocumentRow, DocumentSection, Mark, ReviewDocument } from './review-document';

/** How a mark looks, and what is read out for it. */
const MARKS: Readonly<Record<Mark, readonly [sign: string, name: string]>> = {
  '+': ['+', 'gained'],
  '-': ['−', 'lost'],
  '~': ['~', 'changed'],
  '!': ['!', 'attention'],
  ' ': ['', 'kept'],
};

const NOTHING = new Markup('');

// Beside this file, which is bundled and so does not know where it was.
const STYLE = join(PROJECT_DIRECTORY, 'commands/review/page/page.css');

/** One page that needs nothing else: no script, no request, and by its policy also none that a text in it could make. */
export function renderHtml({ title, summary, sections }: ReviewDocument, review: Review): string {
  const style = readFileSync(STYLE, 'utf8');
  const hash = createHash('sha256').update(style).digest('base64');
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${new Markup(hash)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
<ul class="summary">
${summary.map((line) => markup`<li>${line}</li>\n`)}</ul>
</header>
${figure(renderPicture(review))}
${sections.map(renderSection)}
</main>
</body>
</html>
`.source;
}

function figure(picture: Markup | undefined): Markup {
  return picture === undefined
    ? NOTHING
    : markup`<figure>
<div class="picture" tabindex="0" role="group" aria-label="Picture, can be scrolled">
${picture}
</div>
<figcaption><span class="gained"><b>+</b> gained, a solid line</span> <span class="lost"><b>−</b> lost, a dashed line</span> <span>no sign: stays as it is</span> <span>Routes of subnets are not in the picture.</span> <span class="sideways">Scroll sideways for the rest.</span></figcaption>
</figure>`;
}

function renderSection({ title, head, rows, none, remarks }: DocumentSection): Markup {
  return markup`<section>
<h2>${title}${rows.length === 0 ? NOTHING : markup` <span class="count">${rows.length}</span>`}</h2>
${rows.length === 0 ? markup`<p>${none}</p>` : table(head, rows)}
${remarks.length === 0 ? NOTHING : markup`<ul class="remarks">\n${remarks.map((remark) => markup`<li>${remark}</li>\n`)}</ul>`}
</section>
`;
}

/** On a narrow screen, each cell shows the title of its column itself. */
function table([, ...titles]: readonly string[], rows: readonly DocumentRow[]): Markup {
  return markup`<table>
<thead><tr><th scope="col"><span class="spoken">mark</span></th>${titles.map((title) => markup`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${rows.map(({ mark, cells }) => {
  const [sign, name] = MARKS[mark];
  return markup`<tr class="${name}"><td class="mark"><span aria-hidden="true">${sign}</span>${sign === '' ? NOTHING : markup`<span class="spoken">${name}</span>`}</td>${cells.map((cell, index) => markup`<td data-title="${titles[index] ?? ''}">${cell}</td>`)}</tr>\n`;
})}</tbody>
</table>`;
}
