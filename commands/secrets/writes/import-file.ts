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

/**
 * Reads the values of a file. If one is refused, the file is.
 *
 * @throws CommandFailure that names every refused value by its place
 */
export function parseImport(text: string, format: ImportFormat): ImportEntry[] {
  // The mark that Windows puts at the beginning of a file belongs to no value.
  const content = text.replace(/^\uFEFF/, '');
  const entries = format === 'json' ? readJson(content) : readDotenv(content);
  const problems = entries.flatMap((entry) => ('problem' in entry ? [`${entry.place} ${entry.problem}`] : []));
  if (problems.length > 0) {
    throw refusal(problems);
  }
  if (entries.length === 0) {
    throw refusal(['it contains no values']);
  }
  return entries.flatMap((entry) => ('problem' in entry ? [] : [entry]));
}

type ReadEntry = ImportEntry | { readonly problem: string; readonly place: string };

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
    return value === null ? { problem: 'is null', place } : { name, value: jsonText(value), place };
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
