import { createHash } from 'node:crypto';

/**
 * @typedef {object} VariableReport
 * @property {string} name
 * @property {true} set
 * @property {number} bytes
 * @property {string} fingerprint
 * @property {string} [value] only if secrets are revealed
 *
 * @typedef {object} ReadableFileReport
 * @property {string} variable the name of the variable that contains the path
 * @property {string} path
 * @property {true} readable
 * @property {string} mode
 * @property {number} bytes
 * @property {string} fingerprint
 *
 * @typedef {object} UnreadableFileReport
 * @property {string} variable
 * @property {string} path
 * @property {false} readable
 * @property {string} reason
 *
 * @typedef {object} Report
 * @property {boolean} revealed
 * @property {VariableReport[]} variables
 * @property {(ReadableFileReport | UnreadableFileReport)[]} files
 */

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1.5rem 0; }
caption { text-align: left; font-weight: 600; font-size: 1.2rem; padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem; border-bottom: 1px solid #8886; }
code { font: 0.95em/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.warning { border-left: 0.4rem solid #c60; padding: 0.5rem 1rem; background: #c602; }
`;

/** The page loads nothing and runs nothing; its one style sheet is allowed by its hash. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** @param {string} text */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/**
 * @param {Report} report
 * @returns {string} the page as HTML
 */
export function renderPage({ revealed, variables, files }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Secrets of this container</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Secrets of this container</h1>
${revealed ? WARNING : EXPLANATION}
${renderVariables(variables, revealed)}
${renderFiles(files)}
</main>
</body>
</html>
`;
}

const EXPLANATION = `<p>Values are not shown. Equal fingerprints mean equal contents, on this page only: they change
with every start of the container.</p>`;

const WARNING = `<p class="warning"><strong>Values are shown in clear</strong>, because <code>REVEAL_SECRETS</code> is
true. Whoever can open this page can read them.</p>`;

/**
 * @param {VariableReport[]} variables
 * @param {boolean} revealed
 */
function renderVariables(variables, revealed) {
  const headers = ['Name', 'State', 'Bytes', 'Fingerprint', ...(revealed ? ['Value'] : [])];
  const rows = variables.map(({ name, bytes, fingerprint, value }) => [
    code(name),
    'set',
    String(bytes),
    code(fingerprint),
    ...(value === undefined ? [] : [code(value)]),
  ]);
  return renderTable('Environment variables', headers, rows);
}

/** @param {Report['files']} files */
function renderFiles(files) {
  const rows = files.map((file) => [
    code(file.variable),
    code(file.path),
    ...(file.readable
      ? ['readable', code(file.mode), String(file.bytes), code(file.fingerprint)]
      : [`not readable (${escapeHtml(file.reason)})`, '–', '–', '–']),
  ]);
  return renderTable('Files', ['Variable', 'Path', 'State', 'Mode', 'Bytes', 'Fingerprint'], rows);
}

/**
 * @param {string} caption
 * @param {string[]} headers
 * @param {string[][]} rows cells of HTML; the first of a row names the row
 */
function renderTable(caption, headers, rows) {
  if (rows.length === 0) return '';
  const head = headers.map((header) => `<th scope="col">${header}</th>`).join('');
  const body = rows.map(
    ([name, ...cells]) => `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
  );
  return `<table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>`;
}

/** @param {string} text */
function code(text) {
  return `<code>${escapeHtml(text)}</code>`;
}
