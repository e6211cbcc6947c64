import { Option } from 'commander';
import { EXAMPLE_NAMES, examples } from '../../examples';
import type { Environment } from '../../lib/environment/environment';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { validateEnvironments } from '../../lib/environment/validate-environments';
import { chooseFrom, shown } from '../../lib/validation/messages';
import { CommandFailure } from './command-failure';

/** The environments that a command is about. */
export interface EnvironmentSet {
  readonly environments: Readonly<Record<string, EnvironmentConfig>>;
  /**
   * Name of the example that they are from.
   *
   * @default - they are the project's own
   */
  readonly example?: string;
}

/** `--example NAME`, whose value is the chosen set. */
export function exampleOption(projects: EnvironmentSet): Option {
  return new Option('--example <name>', `use the environment dev of an example: ${EXAMPLE_NAMES.join(', ')}`)
    .argParser(exampleEnvironments)
    .default(projects, "the project's own environments");
}

/** @throws CommandFailure if there is no such example */
export function exampleEnvironments(given: string): EnvironmentSet {
  const example = EXAMPLE_NAMES.find((name) => name === given);
  if (example === undefined) {
    throw new CommandFailure(`There is no example ${shown(given)}${chooseFrom(given, EXAMPLE_NAMES)}`);
  }
  return { environments: { dev: examples[example] }, example };
}

/**
 * All environments, once the whole configuration is known to be right.
 *
 * @throws ConfigurationError if it is not
 */
export function allEnvironments({ environments, example }: EnvironmentSet): Environment[] {
  return Object.entries(validateEnvironments(environments)).map(([name, config]) => ({
    ...config,
    name,
    ...(example !== undefined && { example }),
  }));
}

/**
 * The environment of a name.
 *
 * @throws ConfigurationError if the configuration is not right
 * @throws CommandFailure if there is no such environment
 */
export function findEnvironment(environments: EnvironmentSet, name: string): Environment {
  const all = allEnvironments(environments);
  const found = all.find((environment) => environment.name === name);
  if (found === undefined) {
    const names = all.map((environment) => environment.name);
    throw new CommandFailure(`There is no environment ${shown(name)}${chooseFrom(name, names)}`);
  }
  return found;
}
