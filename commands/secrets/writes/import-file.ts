import { parseEnv } from 'node:util';
import { stringify } from 'lossless-json';
import { CommandFailure, EXIT } from '../../cli/command-failure';
import { isJsonObject, parseJson } from '../../stores/secret-format';

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
  const parsed = parseJson(text);
  if ('problem' in parsed) {
    throw refusal([`it ${parsed.problem}`]);
  }
  if (!isJsonObject(parsed.value)) {
    throw refusal(['it is not a JSON object']);
  }
  const entries = Object.entries(parsed.value).map(([name, value], index) => ({
    name,
    value: importedText(value),
    place: `entry ${index + 1}`,
  }));
  const problems = entries.flatMap(({ value, place }) =>
    value === undefined ? [`${place} is neither text nor an object`] : [],
  );
  if (problems.length > 0) {
    throw refusal(problems);
  }
  return entries.map(({ value = '', ...entry }) => ({ ...entry, value }));
}

/** An object is the value of a secret that is one, written as such, with all digits of its numbers. */
function importedText(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  return isJsonObject(value) ? stringify(value) : undefined;
}

/** One assignment. A quoted value may have several lines; an unquoted one may contain no quote and no `#`. */
const ASSIGNMENT =
  /[ \t]*(?:export[ \t]+)?([\w.@/+-]+)[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`|[^\r\n#"'`]*)[ \t]*(?:(?<=[ \t"'`])#[^\r\n]*)?(?:\r?\n|$)/y;

const BLANK = /[ \t]*(?:#[^\r\n]*)?(?:\r?\n|$)/y;

/**
 * Node reads what is found; but it silently leaves out, cuts or joins what it does not understand (`A=p#q` is `p`), so every line
 * must first be one that it understands.
 */
function parseDotenv(text: string): ImportEntry[] {
  const entries: ImportEntry[] = [];
  const problems: string[] = [];
  for (let at = 0; at < text.length;) {
    const place = `line ${text.slice(0, at).split('\n').length}`;
    const blank = matchAt(BLANK, text, at);
    const assignment = blank ?? matchAt(ASSIGNMENT, text, at);
    if (assignment === undefined) {
      problems.push(`${place} is not NAME=value; a value with quotes, # or several lines must be quoted`);
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

function refusal(problems: readonly string[]): CommandFailure {
  return new CommandFailure(['The file is refused:', ...problems, 'Nothing was written.'].join('\n'), {
    exitCode: EXIT.findings,
  });
}
