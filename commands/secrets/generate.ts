import type { Command } from 'commander';
import type { DeclaredSecret } from '../../lib/environment/secret-inventory';
import { operatorCommands } from '../../lib/naming/operator-commands';
import type { GeneratedValue } from '../../lib/secrets/generated-value';
import { findEnvironment } from '../cli/choose-environments';
import { CommandFailure, type ExitCode } from '../cli/command-failure';
import { documentExitCodes, run, type CommandContext } from '../cli/command-line';
import type { Output } from '../cli/output';
import { requireConfirmation } from '../cli/standard-input';
import { openSession, type Session } from '../stores/session';
import { fetchMetadata } from './checks/fetch-metadata';
import { setCommand } from './checks/findings';
import { secretStates, type SecretState } from './checks/state';
import { applyWrites, WRITING_EXIT_CODES, type Skipped } from './writes/apply-writes';
import { findSecret } from './writes/find-secret';
import { randomValue } from './writes/random-value';
import { refuseForeign, writables } from './writes/writable';
import { planWrites } from './writes/write-plan';

interface GenerateOptions {
  readonly missing: boolean;
  readonly yes: boolean;
}

export function registerGenerate(program: Command): void {
  const command = program
    .command('generate')
    .summary('set a random value, or all that are missing')
    .usage('<environment> (<name> | --missing) [options]')
    .description(
      'Set a random value, made as the declaration says (`generate`) from the randomness of the operating system. ' +
        'It is shown nowhere. A value that is set already is replaced only if it is named.',
    )
    .argument('<environment>', 'name of the environment')
    .argument('[name]', 'declared name, name in the store, or variable that contains it')
    .option('--missing', 'instead of one: all that are declared with `generate` and not set yet', false)
    .option('--yes', 'write without asking', false)
    .action((environment: string, name: string | undefined, _options: unknown, self: Command) =>
      run<GenerateOptions>(self, (context) => generate(context, environment, name)),
    );
  documentExitCodes(command, WRITING_EXIT_CODES);
}

async function generate(
  { options: { missing, yes }, environments, output }: CommandContext<GenerateOptions>,
  environmentName: string,
  name: string | undefined,
): Promise<ExitCode> {
  const environment = findEnvironment(environments, environmentName);
  if (missing !== (name === undefined)) {
    throw new CommandFailure('Name one secret, or use --missing.');
  }
  requireConfirmation(yes);
  return generateValues(await openSession(environment), name, yes, output);
}

/**
 * Sets random values.
 *
 * @param name - of one secret; without it, all that are missing
 */
export async function generateValues(
  session: Session,
  name: string | undefined,
  yes: boolean,
  output: Output,
): Promise<ExitCode> {
  const { chosen, skipped } =
    name === undefined
      ? await chooseMissing(session)
      : { chosen: [await chooseOne(session, name, output)], skipped: [] };
  const wanted = (await writables(session, chosen)).flatMap((writable) => {
    const declaration = generationOf(writable.declared);
    return declaration === undefined ? [] : [{ writable, change: { value: randomValue(declaration) } }];
  });
  return applyWrites(session, await planWrites(session, wanted), skipped, yes, output);
}

function generationOf({ source }: DeclaredSecret): GeneratedValue | undefined {
  return source.ownership === 'managed' ? source.generate : undefined;
}

function generated({ inventory }: Session): DeclaredSecret[] {
  return inventory.filter((secret) => generationOf(secret) !== undefined);
}

/** Those without a value of their own. What may have one is left alone, also where these credentials may not read it to find out. */
async function chooseMissing(session: Session): Promise<{ chosen: DeclaredSecret[]; skipped: Skipped[] }> {
  const { generate: command } = operatorCommands(session.environment);
  const states = await statesOf(session, generated(session));
  const skipped = states.flatMap(({ declared: { source, storedName }, state }): Skipped[] => {
    switch (state) {
      case 'set':
        return [{ secret: storedName, reason: 'is set' }];
      case 'created':
        return [{ secret: storedName, reason: `${MAY_BE_SET}. To generate it anyway: ${command(source.name)}` }];
      default:
        return [];
    }
  });
  const chosen = states.filter(({ state }) => state !== 'set' && state !== 'created').map(({ declared }) => declared);
  return { chosen, skipped };
}

const MAY_BE_SET = 'has the value it was created with, which could not be read to see whether it is the placeholder';

async function chooseOne(session: Session, name: string, output: Output): Promise<DeclaredSecret> {
  const { declared } = findSecret(session, name);
  refuseForeign([declared]);
  if (generationOf(declared) === undefined) {
    const others = generated(session).map(({ source }) => source.name);
    throw new CommandFailure(
      `${declared.storedName} is not declared with \`generate\`, which would say what its value looks like.`,
      {
        remedy:
          `Declare it so, or set a value: ${setCommand(session.environment, declared)}` +
          (others.length === 0 ? '' : `\nDeclared so: ${others.join(', ')}`),
      },
    );
  }
  const [known] = await statesOf(session, [declared]);
  if (known?.state === 'set' || known?.state === 'created') {
    const what = known.state === 'set' ? 'is set' : MAY_BE_SET;
    output.note(`${declared.storedName} ${what}. The new value replaces the current one.`);
  }
  return declared;
}

async function statesOf(
  session: Session,
  secrets: readonly DeclaredSecret[],
): Promise<{ declared: DeclaredSecret; state: SecretState }[]> {
  const states = await secretStates(session, await fetchMetadata(session, secrets));
  return [...states].map(([{ declared }, state]) => ({ declared, state }));
}
