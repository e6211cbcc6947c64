import type { App } from 'cdktf';
import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { asLiteralText } from '../lib/environment/literal-text';
import { validateEnvironments } from '../lib/environment/validate-environments';
import { EnvironmentStack } from './environment-stack';

/**
 * Creates the stack of every environment.
 *
 * @throws ConfigurationError with every problem of every environment, before anything is created
 */
export function createStacks(app: App, environments: Readonly<Record<string, EnvironmentConfig>>): EnvironmentStack[] {
  validateEnvironments(environments);
  return Object.entries(environments).map(
    ([name, config]) => new EnvironmentStack(app, { ...asLiteralText(config), name }),
  );
}
