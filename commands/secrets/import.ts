import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Option, type Command } from 'commander';
import type { DeclaredSecret } from '../../lib/environment/secret-inventory';
import { secretKey } from '../../lib/secrets/secret-names';
import { findEnvironment } from '../cli/choose-environments';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import { documentExitCodes, run, type CommandContext } from '../cli/command-line';
import type { Output } from '../cli/output';
import { decodeText, readStandardInput, requireConfirmation } from '../cli/standard-input';
import { openSession, type Session } from '../stores/session';
import { applyWrites, WRITING_EXIT_CODES, type Skipped } from './writes/apply-writes';
import { findSecret } from './writes/find-secret';
import { IMPORT_FORMATS, readImport, requireValues, type ImportEntry, type ImportFormat } from './writes/import-file';
import { skipUndeclared } from './writes/undeclared-entries';
import { writables } from './writes/writable';
import { planWrites, type ValueChange } from './writes/write-plan';

interface ImportOptions {
  readonly format?: ImportFormat;
  readonly skipUndeclared: boolean;
  readonly yes: boolean;
}

export function registerImport(program: Command): void {
  const command = program
    .command('import')
    .summary('set many values from a file')
    .description(
      'Set many values from a dotenv or JSON file. Its names are declared names, names in the store, or variables. If one value is refused, none is written.',
    )
    .argument('<environment>', 'name of the environment')
    .argument('[file]', 'the file, or - for standard input', '-')
    .addOption(
      new Option('--format <format>', 'format of the file (default: json for *.json, else dotenv)').choices(
        IMPORT_FORMATS,
      ),
    )
    .option('--skip-undeclared', 'take only what is declared, and name what is not', false)
    .option('--yes', 'write without asking', false)
    .action((environment: string, file: string, _options: unknown, self: Command) =>
      run<ImportOptions>(self, (context) => importFile(context, environment, file)),
    );
  documentExitCodes(command, WRITING_EXIT_CODES);
}

async function importFile(
  { options, environments, output }: CommandContext<ImportOptions>,
  environmentName: string,
  file: string,
): Promise<ExitCode> {
  const environment = findEnvironment(environments, environmentName);
  requireConfirmation(options.yes);
  const text = file === '-' ? await readStandardInput() : await readTextFile(file);
  const entries = readImport(text, options.format ?? (extname(file) === '.json' ? 'json' : 'dotenv'));
  const { declared, skipped } = options.skipUndeclared
    ? skipUndeclared(environment, entries)
    : { declared: entries, skipped: [] };
  const values = requireValues(declared);
  return importEntries(await openSession(environment), values, skipped, options.yes, output);
}

/** Sets many values. If one is refused, none is written. */
export async function importEntries(
  session: Session,
  entries: readonly ImportEntry[],
  skipped: readonly Skipped[],
  yes: boolean,
  output: Output,
): Promise<ExitCode> {
  const changes = assign(session, entries);
  const found = await writables(
    session,
    changes.map(({ declared }) => declared),
  );
  const wanted = found.flatMap((writable) =>
    changes.filter(({ declared }) => declared === writable.declared).map(({ change }) => ({ writable, change })),
  );
  return applyWrites(session, await planWrites(session, wanted), skipped, yes, output);
}

async function readTextFile(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    // Not the name: somebody may have typed `NAME=value` in its place.
    throw new CommandFailure(`The file cannot be read${reason(error)}.`);
  }
  return decodeText(bytes);
}

function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
}

interface Assigned {
  readonly declared: DeclaredSecret;
  readonly change: ValueChange;
}

/** What each secret shall become; keys of one secret together, since they are written together. */
function assign(session: Session, entries: readonly ImportEntry[]): Assigned[] {
  const problems: string[] = [];
  let exitCode: number = EXIT.findings;
  const bySecret = new Map<string, Assigned>();
  for (const { name, value, place } of entries) {
    try {
      const { declared, jsonKey } = findSecret(session, name);
      const key = secretKey(session.environment, declared.source);
      const before = bySecret.get(key)?.change;
      bySecret.set(key, { declared, change: combine(before, value, jsonKey) });
    } catch (error) {
      if (!(error instanceof CommandFailure)) {
        throw error;
      }
      problems.push(`${place}: ${error.message}`);
      exitCode = Math.max(exitCode, error.exitCode);
    }
  }
  if (problems.length > 0) {
    throw new CommandFailure([...problems, 'Nothing was written.'].join('\n'), { exitCode });
  }
  return [...bySecret.values()];
}

function combine(before: ValueChange | undefined, value: string, jsonKey: string | undefined): ValueChange {
  if (before === undefined) {
    return jsonKey === undefined ? { value } : { keys: { [jsonKey]: value } };
  }
  if (jsonKey === undefined || 'value' in before || Object.hasOwn(before.keys, jsonKey)) {
    throw new CommandFailure('an earlier line gives a value to the same secret', { exitCode: EXIT.findings });
  }
  return { keys: { ...before.keys, [jsonKey]: value } };
}
