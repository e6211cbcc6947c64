import type { Command } from 'commander';
import { jsonKeyProblem } from '../../lib/secrets/secret-source-schema';
import { findEnvironment, type Environments } from '../configuration/find-environment';
import { CommandFailure, type ExitCode } from '../output/command-failure';
import type { Output } from '../output/output';
import { carryOut } from './carry-out';
import { findSecret, type Target } from './find-secret';
import { openSession } from './session';
import { readValue, requireConfirmation } from './standard-input';
import { run, WRITING_EXIT_CODES, withCommonOptions } from './subcommand';
import { writables } from './writable';
import { planWrites, type Change } from './write-plan';

interface SetOptions {
  readonly jsonKey?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

export function registerSet(program: Command, environments: Environments): void {
  const command = program
    .command('set')
    .summary('set a value')
    .description(
      'Set a value, from a hidden prompt or from standard input, of which one line break at the end is left out. A value is never ' +
        'given on the command line.',
    )
    .argument('<environment>', 'name of the environment')
    .argument('<name>', 'declared name, name in the store, or variable that holds it')
    .option('--json-key <key>', 'set only this key of a JSON object in Secrets Manager, and keep all others')
    .option('--yes', 'write without asking', false);
  withCommonOptions(command, WRITING_EXIT_CODES).action((environment: string, name: string, options: SetOptions) =>
    run(options.json, (output) => set(environments, environment, name, options, output)),
  );
}

async function set(
  environments: Environments,
  environmentName: string,
  name: string,
  { jsonKey, yes }: SetOptions,
  output: Output,
): Promise<ExitCode> {
  const environment = findEnvironment(environments, environmentName);
  requireConfirmation(yes);
  const session = await openSession(environment);
  const target = withKey(findSecret(session, name), jsonKey);
  const [writable] = await writables(session, [target.declared]);
  if (writable === undefined) {
    throw new CommandFailure(`${target.declared.storedName} does not exist.`);
  }
  const { storedName, source } = target.declared;
  const label = target.jsonKey === undefined ? storedName : `${storedName}, key ${target.jsonKey}`;
  const multiline = target.jsonKey === undefined && source.format !== undefined && source.format !== 'text';
  const value = await readValue(label, multiline);
  const change: Change = target.jsonKey === undefined ? { value } : { keys: { [target.jsonKey]: value } };
  return carryOut(session, await planWrites(session, [{ writable, change }]), [], yes, output);
}

function withKey(target: Target, jsonKey: string | undefined): Target {
  if (jsonKey === undefined) {
    return target;
  }
  const problem = jsonKeyProblem(jsonKey);
  if (problem !== undefined) {
    throw new CommandFailure(`--json-key ${problem}.`);
  }
  if (target.declared.source.store === 'parameter-store') {
    throw new CommandFailure(
      `${target.declared.storedName} is a parameter: only secrets of Secrets Manager have keys.`,
    );
  }
  if (target.jsonKey !== undefined && target.jsonKey !== jsonKey) {
    throw new CommandFailure(
      `That variable holds the key ${target.jsonKey}. Name the secret instead: ${target.declared.source.name}`,
    );
  }
  return { ...target, jsonKey };
}
