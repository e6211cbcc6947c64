import { Option, type Command } from 'commander';
import type { Environment } from '../../lib/environment/environment';
import { shown } from '../../lib/validation/messages';
import { allEnvironments, findEnvironment, type EnvironmentSet } from '../cli/choose-environments';
import { CommandFailure } from '../cli/command-failure';
import { run, type CommandContext } from '../cli/command-line';

/** An environment that a command is about, and whose credentials are used for it. */
export interface ChosenEnvironment {
  readonly environment: Environment;
  /** Profile of the shared AWS configuration files. @default - the standard credential chain */
  readonly profile?: string;
}

interface ProfileChoice {
  readonly environment: string;
  readonly profile: string;
}

interface ChoiceOptions {
  readonly all: boolean;
  readonly profile: readonly ProfileChoice[];
}

/** Adds what `runChosen` needs: the name of one environment or `--all`, and profiles. */
export function addChoice(command: Command): Command {
  return command
    .argument('[environment]', 'name of the environment')
    .option('--all', 'all environments', false)
    .addOption(
      new Option('--profile <environment=profile>', 'AWS profile for an environment; once for each that needs its own')
        .argParser((given, others: readonly ProfileChoice[]) => [...others, profileChoice(given)])
        .default([], 'the standard credential chain'),
    );
}

/** Runs the action for the one environment that is named, or that for all. */
export function runChosen<Options>(
  command: Command,
  name: string | undefined,
  one: (context: CommandContext<Options>, chosen: ChosenEnvironment) => Promise<number>,
  all: (context: CommandContext<Options>, chosen: readonly ChosenEnvironment[]) => Promise<number>,
): Promise<void> {
  return run<Options & ChoiceOptions>(command, (context) => {
    const { environments, options } = context;
    if (options.all !== (name === undefined)) {
      throw new CommandFailure('Name one environment, or use --all.');
    }
    if (name === undefined) {
      return all(context, withProfiles(allEnvironments(environments), environments, options.profile));
    }
    const environment = findEnvironment(environments, name);
    const [chosen = { environment }] = withProfiles([environment], environments, options.profile);
    return one(context, chosen);
  });
}

function profileChoice(given: string): ProfileChoice {
  const separator = given.indexOf('=');
  const [environment, profile] = [given.slice(0, separator).trim(), given.slice(separator + 1).trim()];
  if (separator === -1 || environment === '' || profile === '') {
    throw new CommandFailure(`--profile must be ENVIRONMENT=PROFILE, as in dev=my-profile; ${shown(given)} was given.`);
  }
  return { environment, profile };
}

function withProfiles(
  environments: readonly Environment[],
  set: EnvironmentSet,
  choices: readonly ProfileChoice[],
): ChosenEnvironment[] {
  const profiles = new Map<string, string>();
  for (const { environment: name, profile } of choices) {
    const { name: known } = findEnvironment(set, name);
    if (environments.every((environment) => environment.name !== known)) {
      const others = environments.map((environment) => environment.name).join(', ');
      throw new CommandFailure(`--profile names ${shown(name)}, but only ${others} is asked for.`);
    }
    if (profiles.has(name)) {
      throw new CommandFailure(`--profile is given more than once for ${shown(name)}; one profile is allowed.`);
    }
    profiles.set(name, profile);
  }
  return environments.map((environment) => ({ environment, profile: profiles.get(environment.name) }));
}
