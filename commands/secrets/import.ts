import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Option, type Command } from 'commander';
import { secretKey, type DeclaredSecret } from '../../lib/secrets/secret-inventory';
import { findEnvironment, type Environments } from '../configuration/find-environment';
import { CommandFailure, EXIT, type ExitCode } from '../output/command-failure';
import type { Output } from '../output/output';
import { carryOut } from './carry-out';
import { findSecret } from './find-secret';
import { IMPORT_FORMATS, parseImport, type ImportEntry, type ImportFormat } from './import-file';
import { openSession, type Session } from './session';
import { decodeText, readStandardInput, requireConfirmation } from './standard-input';
import { run, withCommonOptions, WRITING_EXIT_CODES } from './subcommand';
import { writables } from './writable';
import { planWrites, type Change } from './write-plan';

interface ImportOptions {
  readonly format?: ImportFormat;
  readonly yes: boolean;
  readonly json: boolean;
}

export function registerImport(program: Command, environments: Environments): void {
  const command = program
    .command('import')
    .summary('set many values from a file')
    .description(
      'Set many values from a dotenv or JSON file, whose names are declared names or variables. If one value is refused, none is written.',
    )
    .argument('<environment>', 'name of the environment')
    .argument('[file]', 'the file, or - for standard input', '-')
    .addOption(
      new Option('--format <format>', 'of the file (default: json for *.json, else dotenv)').choices(IMPORT_FORMATS),
    )
    .option('--yes', 'write without asking', false);
  withCommonOptions(command, WRITING_EXIT_CODES).action((environment: string, file: string, options: ImportOptions) =>
    run(options.json, (output) => importFile(environments, environment, file, options, output)),
  );
}

async function importFile(
  environments: Environments,
  environmentName: string,
  file: string,
  { format, yes }: ImportOptions,
  output: Output,
): Promise<ExitCode> {
  const environment = findEnvironment(environments, environmentName);
  requireConfirmation(yes);
  const text = file === '-' ? await readStandardInput() : await readTextFile(file);
  const entries = parseImport(text, format ?? (extname(file) === '.json' ? 'json' : 'dotenv'));
  return importEntries(await openSession(environment), entries, yes, output);
}

/** Sets many values. If one is refused, none is written. */
export async function importEntries(
  session: Session,
  entries: readonly ImportEntry[],
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
  return carryOut(session, await planWrites(session, wanted), [], yes, output);
}

async function readTextFile(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch {
    throw new CommandFailure(`The file ${file} cannot be read.`);
  }
  return decodeText(bytes);
}

interface Assigned {
  readonly declared: DeclaredSecret;
  readonly change: Change;
}

/** What each secret shall become; keys of one secret together, since they are written together. */
function assign(session: Session, entries: readonly ImportEntry[]): Assigned[] {
  const problems: string[] = [];
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
    }
  }
  if (problems.length > 0) {
    throw new CommandFailure([...problems, 'Nothing was written.'].join('\n'), EXIT.findings);
  }
  return [...bySecret.values()];
}

function combine(before: Change | undefined, value: string, jsonKey: string | undefined): Change {
  if (before === undefined) {
    return jsonKey === undefined ? { value } : { keys: { [jsonKey]: value } };
  }
  if (jsonKey === undefined || 'value' in before || Object.hasOwn(before.keys, jsonKey)) {
    throw new CommandFailure('a line before gives a value to the same secret');
  }
  return { keys: { ...before.keys, [jsonKey]: value } };
}
