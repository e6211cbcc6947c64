import { App, type AppConfig } from 'cdktf';
import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { asLiteralText } from '../lib/environment/literal-text';
import { validateEnvironments } from '../lib/environment/validate-environments';
import { EnvironmentStack } from './environment-stack';

/**
 * Creates the application with a stack for every environment; its `synth()` writes them.
 *
 * @throws ConfigurationError with every problem of every environment, before anything is written
 */
export function createApp(environments: Readonly<Record<string, EnvironmentConfig>>, config: AppConfig = {}): App {
  validateEnvironments(environments);
  // Stack traces would bring the paths of this machine into the output.
  const app = new App({ ...config, stackTraces: false });
  for (const [name, environment] of Object.entries(environments)) {
    new EnvironmentStack(app, { ...asLiteralText(environment), name });
  }
  return app;
}
