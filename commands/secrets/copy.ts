import type { Command } from 'commander';
import { PLACEHOLDER } from '../../lib/secrets/secret-names';
import type { DeclaredSecret } from '../../lib/secrets/secret-inventory';
import { findEnvironment, type Environments } from '../configuration/find-environment';
import { CommandFailure, type ExitCode } from '../output/command-failure';
import type { Output } from '../output/output';
import { carryOut, type Skipped } from './carry-out';
import { findSecret } from './find-secret';
import { openSession, type Session } from './session';
import { requireConfirmation } from './standard-input';
import { run, withCommonOptions, WRITING_EXIT_CODES } from './subcommand';
import { refuseForeign, writables } from './writable';
import { planWrites } from './write-plan';

interface CopyOptions {
  readonly from: string;
  readonly fromProfile?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

export function registerCopy(program: Command, environments: Environments): void {
  const command = program
    .command('copy')
    .summary('copy values from another environment')
    .description('Copy values from another environment, in memory only. What is not set there is skipped.')
    .argument('<environment>', 'name of the environment that gets the values')
    .argument(
      '[names...]',
      'declared names, names in the store, or variables (default: all that both environments declare)',
    )
    .requiredOption('--from <environment>', 'name of the environment that has the values')
    .option('--from-profile <profile>', 'AWS profile for reading them (default: the same credentials as for writing)')
    .option('--yes', 'write without asking', false);
  withCommonOptions(command, WRITING_EXIT_CODES).action((environment: string, names: string[], options: CopyOptions) =>
    run(options.json, (output) => copy(environments, environment, names, options, output)),
  );
}

async function copy(
  environments: Environments,
  environment: string,
  names: readonly string[],
  { from, fromProfile, yes }: CopyOptions,
  output: Output,
): Promise<ExitCode> {
  if (from === environment) {
    throw new CommandFailure('The two environments are the same.');
  }
  const [origin, goal] = [findEnvironment(environments, from), findEnvironment(environments, environment)];
  requireConfirmation(yes);
  const [source, target] = [await openSession(origin, fromProfile), await openSession(goal)];
  const pairs = pairUp(source, target, names);
  const { values, skipped } = await readValues(source, pairs);
  const found = await writables(target, [...values.keys()]);
  const wanted = found.map((writable) => ({ writable, change: { value: values.get(writable.declared) ?? '' } }));
  return carryOut(target, await planWrites(target, wanted), skipped, yes, output);
}

/** One declaration in two environments. */
interface Pair {
  readonly from: DeclaredSecret;
  readonly to: DeclaredSecret;
}

/** What both environments declare; what somebody else owns is not written, and so not copied. */
function pairUp(source: Session, target: Session, names: readonly string[]): Pair[] {
  const wanted = names.length > 0 ? names.map((name) => findSecret(target, name).declared) : target.inventory;
  if (names.length > 0) {
    refuseForeign(wanted);
  }
  const pairs = [...new Set(wanted)]
    .filter(({ source: { ownership } }) => ownership === 'managed')
    .map((to) => ({ to, from: counterpart(source, to) }));
  const alone = pairs.filter(({ from }) => from === undefined);
  if (names.length > 0 && alone.length > 0) {
    const missing = alone.map(({ to }) => to.source.name).join(', ');
    throw new CommandFailure(`${source.environment.name} does not declare ${missing}.`);
  }
  return pairs.flatMap(({ to, from }) => (from === undefined ? [] : [{ to, from }]));
}

function counterpart({ inventory }: Session, { source }: DeclaredSecret): DeclaredSecret | undefined {
  return inventory.find(
    (secret) =>
      secret.source.name === source.name &&
      secret.source.store === source.store &&
      secret.source.ownership === source.ownership,
  );
}

async function readValues({ stores }: Session, pairs: readonly Pair[]) {
  const values = new Map<DeclaredSecret, string>();
  const skipped: Skipped[] = [];
  for (const store of ['parameter-store', 'secrets-manager'] as const) {
    const inStore = pairs.filter(({ from }) => from.source.store === store);
    const read = await stores[store].read(inStore.map(({ from }) => from.storedName));
    for (const { from, to } of inStore) {
      const value = read.get(from.storedName);
      if (value === undefined || value === PLACEHOLDER) {
        skipped.push({
          secret: to.storedName,
          reason: value === undefined ? `has no value as ${from.storedName}` : `is not set as ${from.storedName}`,
        });
      } else {
        values.set(to, value);
      }
    }
  }
  return { values, skipped };
}
