/** A value of a dotenv file, or why the assignment is refused; with its name if it is certain where the value ends. */
type Reading = { readonly name: string; readonly value: string } | { readonly name?: string; readonly problem: string };

export type DotenvAssignment = Reading & {
  /** Number of its first line, from 1. */
  readonly line: number;
};

const PROBLEMS = {
  grammar: 'is not NAME=value; a value with quotes, # or several lines must be quoted',
  unclosed: 'has a quote that is not closed',
  afterQuotes: 'has something other than a blank and a # comment after the closing quote',
  escape: `has a backslash within double quotes that tools read differently: only \\\\ \\" \\$ \\\` \\! \\n \\r are known; write \\\\ for a backslash`,
  backslash: 'has a backslash that tools read differently; put the value into single quotes',
  apostrophe: 'has a backslash before a single quote, which tools read differently; put the value into double quotes',
  expansion: `has a $ or \` for which some tools put in something else; put the value into single quotes, or write \\$ and \\\` in double quotes`,
  carriageReturn: 'has a carriage return within a line; write \\r in double quotes',
  whiteSpace: 'has white space around the value that some tools take for a part of it; put the value into quotes',
} as const;

// None of these tries the same text in two ways, so each takes time in proportion to the text.
const BLANK = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;
const NAME = /[ \t]*(?:export[ \t]+)?([\w.@/+-]+)[ \t]*=[ \t]*/y;
const QUOTED = /"([^"\\]*(?:\\[^][^"\\]*)*)"|'([^']*)'/y;

const ESCAPED = /\\([^])/g;

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  ...Object.fromEntries(['\\', '"', '$', '`', '!'].map((character) => [character, character])),
};

/** What may be taken for a variable or a command: `$NAME`, `${NAME}`, `$1`, `$$`, `$(command)`, and backticks. */
const EXPANSION = /\$[\w{($!#?@*-]|`/;

/** What an unquoted value contains that ends elsewhere than the line for some tools: a quote, a backslash, a command, a carriage return. */
const MAY_GO_ON = /["'\\`(]|\r(?!\n)/;

/** White space of Go and Python that JavaScript does not trim. */
const FOREIGN_WHITE_SPACE = '\\x1c-\\x1f\\x85';
const AT_THE_EDGE = new RegExp(`^[${FOREIGN_WHITE_SPACE}]|[${FOREIGN_WHITE_SPACE}]$`);

/**
 * Reads a dotenv file. There is no standard for it. So a value is read where the tools that write such files mean the same by it, and
 * refused, with what to write instead, where they do not: `chamber export`, docker compose, POSIX shells, and the packages for
 * Node.js, Python and Ruby that are called dotenv.
 *
 * @see https://github.com/segmentio/chamber/blob/master/cmd/export.go doubleQuoteEscape
 * @see https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 * @see https://github.com/theskumar/python-dotenv/blob/main/src/dotenv/parser.py
 * @see https://github.com/bkeepers/dotenv/blob/main/lib/dotenv/parser.rb
 */
export function parseDotenv(text: string): DotenvAssignment[] {
  const assignments: DotenvAssignment[] = [];
  let line = 1;
  for (let at = 0; at < text.length;) {
    const blank = matchAt(BLANK, text, at)?.[0];
    const [end, reading] = blank === undefined ? readAssignment(text, at) : [at + blank.length, undefined];
    if (reading !== undefined) {
      assignments.push({ ...reading, line });
    }
    line += text.slice(at, end).split('\n').length - 1;
    at = end;
  }
  return assignments;
}

/** What begins at a place, and where the next line begins. */
function readAssignment(text: string, at: number): [number, Reading] {
  const head = matchAt(NAME, text, at);
  if (head === undefined) {
    return [endOfLine(text, at), { problem: PROBLEMS.grammar }];
  }
  const [{ length }, name = ''] = head;
  const start = at + length;
  const end = endOfLine(text, start);
  const quoted = matchAt(QUOTED, text, start);
  if (quoted !== undefined) {
    const [{ length: quotedLength }, double, single = ''] = quoted;
    if (single.endsWith('\\')) {
      return [end, { problem: PROBLEMS.apostrophe }];
    }
    const close = start + quotedLength;
    const last = endOfLine(text, close);
    if (!/^(?:[ \t]+#.*)?$/s.test(text.slice(close, last).trimEnd())) {
      return [end, { problem: PROBLEMS.afterQuotes }];
    }
    return [last, { name, ...(double === undefined ? withLineFeeds(single) : readDoubleQuoted(double)) }];
  }
  if (/["']/.test(text.charAt(start))) {
    return [end, { problem: PROBLEMS.unclosed }];
  }
  // With the blank before it, as a comment needs one.
  const from = /[ \t]/.test(text.charAt(start - 1)) ? start - 1 : start;
  const rest = text.slice(from, end);
  const value = readUnquoted(rest);
  return [end, 'problem' in value && MAY_GO_ON.test(rest) ? value : { name, ...value }];
}

type Value = { readonly value: string } | { readonly problem: string };

function readDoubleQuoted(body: string): Value {
  if ([...body.matchAll(ESCAPED)].some(([, character = '']) => !Object.hasOwn(ESCAPES, character))) {
    return { problem: PROBLEMS.escape };
  }
  if (EXPANSION.test(body.replace(ESCAPED, ' '))) {
    return { problem: PROBLEMS.expansion };
  }
  const lines = withLineFeeds(body);
  return 'problem' in lines
    ? lines
    : { value: lines.value.replace(ESCAPED, (_, character: string) => ESCAPES[character] ?? '') };
}

/** @param text - the rest of the line */
function readUnquoted(text: string): Value {
  const line = text.replace(/\r?\n$/, '');
  const comment = line.search(/[ \t]#/);
  const padded = comment === -1 ? line : line.slice(0, comment);
  const value = padded.trim();
  const around = padded.replace(value, '');
  switch (true) {
    case padded.trimEnd().includes('\r'):
      return { problem: PROBLEMS.carriageReturn };
    case /[^ \t]/.test(around) || AT_THE_EDGE.test(value):
      return { problem: PROBLEMS.whiteSpace };
    case /["'#]/.test(value):
      return { problem: PROBLEMS.grammar };
    case value.includes('\\'):
      return { problem: PROBLEMS.backslash };
    case EXPANSION.test(value):
      return { problem: PROBLEMS.expansion };
    default:
      return { value };
  }
}

/** The line ends of Windows are those of the file, and not of the value. */
function withLineFeeds(body: string): Value {
  return /\r(?!\n)/.test(body) ? { problem: PROBLEMS.carriageReturn } : { value: body.replaceAll('\r\n', '\n') };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}
