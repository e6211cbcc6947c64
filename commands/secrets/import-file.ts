import { parseEnv } from 'node:util';
import { parseJsonObject } from '../../lib/secrets/secret-format';
import { CommandFailure, EXIT } from '../output/command-failure';
import { losesDigits } from './json-keys';

export const IMPORT_FORMATS = ['dotenv', 'json'] as const;

export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** One value of a file, and where it is there. */
export interface ImportEntry {
  readonly name: string;
  readonly value: string;
  /** For messages, which show nothing of the file: what looks like a name may be a part of a value. */
  readonly place: string;
}

export function parseImport(text: string, format: ImportFormat): ImportEntry[] {
  return format === 'json' ? parseJsonImport(text) : parseDotenv(text);
}

function parseJsonImport(text: string): ImportEntry[] {
  const object = parseJsonObject(text);
  if (object === undefined) {
    throw refusal(['it is not a JSON object']);
  }
  if (namesIn(text) > membersOf(object)) {
    throw refusal(['a name stands twice in one object']);
  }
  const entries = Object.entries(object).map(([name, value], index) => ({ name, value, place: `entry ${index + 1}` }));
  const problems = entries.flatMap(({ value, place }) => {
    if (typeof value !== 'string' && !isObject(value)) {
      return [`${place} is neither text nor an object`];
    }
    return losesDigits(value) ? [`${place} holds a number with more digits than JavaScript keeps`] : [];
  });
  if (problems.length > 0) {
    throw refusal(problems);
  }
  // An object is the value of a secret that is one, written as such.
  return entries.map((entry) => ({
    ...entry,
    value: typeof entry.value === 'string' ? entry.value : JSON.stringify(entry.value),
  }));
}

/** How many members the objects of a JSON text have: each is a string before a colon. The parser keeps the last of several alike. */
function namesIn(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length;
}

function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  const inside = Object.values(value).reduce<number>((sum, member) => sum + membersOf(member), 0);
  return inside + (Array.isArray(value) ? 0 : Object.keys(value).length);
}

/** One assignment. A quoted value may have several lines; an unquoted one may hold no quote and no `#`. */
const ASSIGNMENT =
  /[ \t]*(?:export[ \t]+)?([\w.@/+-]+)[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`|[^\r\n#"'`]*)[ \t]*(?:(?<=[ \t"'`])#[^\r\n]*)?(?:\r?\n|$)/y;

const BLANK = /[ \t]*(?:#[^\r\n]*)?(?:\r?\n|$)/y;

/**
 * Node reads what is found; but it leaves out, cuts or joins without a word what it does not understand (`A=p#q` is `p`), so every
 * line must first be one that it understands.
 */
function parseDotenv(text: string): ImportEntry[] {
  const entries: ImportEntry[] = [];
  const problems: string[] = [];
  for (let at = 0; at < text.length;) {
    const place = `line ${text.slice(0, at).split('\n').length}`;
    const blank = matchAt(BLANK, text, at);
    const assignment = blank ?? matchAt(ASSIGNMENT, text, at);
    if (assignment === undefined) {
      problems.push(`${place} is no NAME=value; a value with quotes, # or several lines must be quoted`);
      at = endOfLine(text, at);
      continue;
    }
    if (blank === undefined) {
      const [name, value] = Object.entries(parseEnv(assignment[0]))[0] ?? ['', ''];
      entries.push({ name, value: value ?? '', place });
    }
    at += assignment[0].length;
  }
  if (problems.length > 0) {
    throw refusal(problems);
  }
  return entries;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusal(problems: readonly string[]): CommandFailure {
  return new CommandFailure(['The file is refused:', ...problems, 'Nothing was written.'].join('\n'), EXIT.findings);
}
