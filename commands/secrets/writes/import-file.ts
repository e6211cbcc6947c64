import { stringify } from 'lossless-json';
import { CommandFailure, EXIT } from '../../cli/command-failure';
import { isJsonObject, parseJson } from '../../stores/secret-format';
import { parseDotenv } from './dotenv';

export const IMPORT_FORMATS = ['dotenv', 'json'] as const;

export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** One value of a file, and where it is there. */
export interface ImportEntry {
  readonly name: string;
  readonly value: string;
  /** For messages, which show nothing of the file: what looks like a name may be a part of a value. */
  readonly place: string;
}

/** An assignment that is refused. */
interface RefusedEntry {
  /** @default - it is not certain what else belongs to it */
  readonly name?: string;
  readonly problem: string;
  readonly place: string;
}

export type ReadEntry = ImportEntry | RefusedEntry;

/**
 * Reads the assignments of a file.
 *
 * @throws CommandFailure if there are none, or the file as a whole cannot be read
 */
export function readImport(text: string, format: ImportFormat): ReadEntry[] {
  // The mark that Windows puts at the beginning of a file belongs to no value.
  const content = text.replace(/^\uFEFF/, '');
  const entries = format === 'json' ? readJson(content) : readDotenv(content);
  if (entries.length === 0) {
    throw refusal(['it contains no values']);
  }
  return entries;
}

/**
 * The values of a file. If one is refused, the file is.
 *
 * @throws CommandFailure that names every refused value by its place
 */
export function requireValues(entries: readonly ReadEntry[]): ImportEntry[] {
  const problems = entries.flatMap((entry) => ('problem' in entry ? [`${entry.place} ${entry.problem}`] : []));
  if (problems.length > 0) {
    throw refusal(problems);
  }
  return entries.flatMap((entry) => ('problem' in entry ? [] : [entry]));
}

function readDotenv(text: string): ReadEntry[] {
  return parseDotenv(text).map(({ line, ...reading }) => ({ ...reading, place: `line ${line}` }));
}

function readJson(text: string): ReadEntry[] {
  const parsed = parseJson(text);
  if ('problem' in parsed) {
    throw refusal([`it ${parsed.problem}`]);
  }
  if (!isJsonObject(parsed.value)) {
    throw refusal(['it is not a JSON object']);
  }
  return Object.entries(parsed.value).map(([name, value], index) => {
    const place = `entry ${index + 1}`;
    return value === null ? { name, problem: 'is null', place } : { name, value: jsonText(value), place };
  });
}

/** Text as it is, and anything else as the JSON that it is, with all digits of its numbers. */
function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : (stringify(value) ?? '');
}

function refusal(problems: readonly string[]): CommandFailure {
  return new CommandFailure(['The file is refused:', ...problems, 'Nothing was written.'].join('\n'), {
    exitCode: EXIT.findings,
  });
}
