import type { Command } from 'commander';
import { jsonKeyProblem } from '../../lib/secrets/secret-source-schema';
import { SECRET_STORES } from '../../lib/secrets/secret-stores';
import { findEnvironment } from '../cli/choose-environments';
import { CommandFailure, type ExitCode } from '../cli/command-failure';
import { documentExitCodes, run, type CommandContext } from '../cli/command-line';
import { readValue, requireConfirmation } from '../cli/standard-input';
import { hasSeveralLines } from '../stores/secret-format';
import { openSession } from '../stores/session';
import { applyWrites, WRITING_EXIT_CODES } from './writes/apply-writes';
import { findSecret, type Target } from './writes/find-secret';
import { writables } from './writes/writable';
import { planWrites, type ValueChange } from './writes/write-plan';

interface SetOptions {
  readonly jsonKey?: string;
  readonly yes: boolean;
}

export function registerSet(program: Command): void {
  const command = program
    .command('set')
    .summary('set a value')
    .description(
      'Set a value, typed at a hidden prompt, or passed on standard input with --yes. Of a single line, the line break ' +
        'at its end is removed; what has several lines is kept as it is. A value is never given on the command line.',
    )
    .argument('<environment>', 'name of the environment')
    .argument('<name>', 'declared name, name in the store, or variable that contains it')
    .option('--json-key <key>', 'set only this key of a JSON secret in Secrets Manager, and keep the others')
    .option('--yes', 'write without asking', false)
    .action((environment: string, name: string, _options: unknown, self: Command) =>
      run<SetOptions>(self, (context) => set(context, environment, name)),
    );
  documentExitCodes(command, WRITING_EXIT_CODES);
}

async function set(
  { options: { jsonKey, yes }, environments, output }: CommandContext<SetOptions>,
  environmentName: string,
  name: string,
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
  const value = await readValue(label, target.jsonKey === undefined && hasSeveralLines(source));
  const change: ValueChange = target.jsonKey === undefined ? { value } : { keys: { [target.jsonKey]: value } };
  return applyWrites(session, await planWrites(session, [{ writable, change }]), [], yes, output);
}

function withKey(target: Target, jsonKey: string | undefined): Target {
  if (jsonKey === undefined) {
    return target;
  }
  const problem = jsonKeyProblem(jsonKey);
  if (problem !== undefined) {
    throw new CommandFailure(`--json-key ${problem}.`);
  }
  const { storedName, source } = target.declared;
  if (!SECRET_STORES[source.store].hasSelectors) {
    throw new CommandFailure(`${storedName} is a parameter; only secrets of Secrets Manager have JSON keys.`);
  }
  if (target.jsonKey !== undefined && target.jsonKey !== jsonKey) {
    throw new CommandFailure(
      `That variable contains the key ${target.jsonKey}. Use the name of the secret instead: ${source.name}`,
    );
  }
  return { ...target, jsonKey };
}
