import type { Command } from 'commander';
import type { DeclaredSecret } from '../../lib/environment/secret-inventory';
import { PLACEHOLDER } from '../../lib/secrets/secret-names';
import { findEnvironment } from '../cli/choose-environments';
import { CommandFailure, type ExitCode } from '../cli/command-failure';
import { documentExitCodes, run, type CommandContext } from '../cli/command-line';
import { requireConfirmation } from '../cli/standard-input';
import { openSession, type Session } from '../stores/session';
import { applyWrites, WRITING_EXIT_CODES, type Skipped } from './writes/apply-writes';
import { findSecret } from './writes/find-secret';
import { refuseForeign, writables } from './writes/writable';
import { planWrites } from './writes/write-plan';

interface CopyOptions {
  readonly from: string;
  readonly fromProfile?: string;
  readonly yes: boolean;
}

export function registerCopy(program: Command): void {
  const command = program
    .command('copy')
    .summary('copy values from another environment')
    .description('Copy values from another environment, in memory only. What is not set there is skipped.')
    .usage('<environment> [names...] --from <environment> [options]')
    .argument('<environment>', 'name of the environment that gets the values')
    .argument(
      '[names...]',
      'declared names, names in the store, or variables (default: all that both environments declare)',
    )
    .requiredOption('--from <environment>', 'name of the environment that has the values')
    .option('--from-profile <profile>', 'AWS profile for reading them (default: the same credentials as for writing)')
    .option('--yes', 'write without asking', false)
    .action((environment: string, names: string[], _options: unknown, self: Command) =>
      run<CopyOptions>(self, (context) => copy(context, environment, names)),
    );
  documentExitCodes(command, WRITING_EXIT_CODES);
}

async function copy(
  { options: { from, fromProfile, yes }, environments, output }: CommandContext<CopyOptions>,
  environment: string,
  names: readonly string[],
): Promise<ExitCode> {
  if (from === environment) {
    throw new CommandFailure('--from must name a different environment.');
  }
  const [origin, goal] = [findEnvironment(environments, from), findEnvironment(environments, environment)];
  requireConfirmation(yes);
  const [source, target] = [await openSession(origin, fromProfile), await openSession(goal)];
  const pairs = pairUp(source, target, names);
  const { values, skipped } = await readValues(source, pairs);
  const found = await writables(target, [...values.keys()]);
  const wanted = found.map((writable) => ({ writable, change: { value: values.get(writable.declared) ?? '' } }));
  return applyWrites(target, await planWrites(target, wanted), skipped, yes, output);
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
  const { values: read, unreadable } = await stores.read(pairs.map(({ from }) => from));
  const [failure] = unreadable.values();
  if (failure !== undefined) {
    throw failure;
  }
  const values = new Map<DeclaredSecret, string>();
  const skipped: Skipped[] = [];
  for (const { from, to } of pairs) {
    const value = read.get(from);
    if (value === undefined || value === PLACEHOLDER) {
      skipped.push({
        secret: to.storedName,
        reason: value === undefined ? `has no value as ${from.storedName}` : `is not set as ${from.storedName}`,
      });
    } else {
      values.set(to, value);
    }
  }
  return { values, skipped };
}
