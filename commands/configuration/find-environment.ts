import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { Environment } from '../../lib/environment/names';
import { validateEnvironments } from '../../lib/environment/validate-environments';
import { alternatives, didYouMean, shown } from '../../lib/validation/messages';
import { CommandFailure } from '../output/command-failure';

export type Environments = Readonly<Record<string, EnvironmentConfig>>;

/**
 * The environment of a name, once the whole configuration is known to be right.
 *
 * @throws ConfigurationError if it is not
 * @throws CommandFailure if there is no such environment
 */
export function findEnvironment(environments: Environments, name: string): Environment {
  validateEnvironments(environments);
  const config = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (config === undefined) {
    const names = Object.keys(environments);
    const suggestion = didYouMean(name, names) || `; there is ${alternatives(names)}`;
    throw new CommandFailure(`There is no environment ${shown(name)}${suggestion}`);
  }
  return { ...config, name };
}
