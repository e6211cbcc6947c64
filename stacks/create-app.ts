import { App, type AppConfig } from 'cdktf';
import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { validateEnvironments } from '../lib/environment/validate-environments';
import { EnvironmentStack } from './environment-stack';
import { escapeTerraformTemplates } from './escape-terraform-templates';

export interface AppSettings extends AppConfig {
  /**
   * Name of the example that is synthesized, for the commands that the outputs recommend.
   *
   * @default - the project's own environments
   */
  readonly example?: string;
}

/**
 * Creates the application with a stack for every environment; its `synth()` writes them.
 *
 * @throws ConfigurationError with every problem of every environment, before anything is written
 */
export function createApp(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  { example, ...config }: AppSettings = {},
): App {
  const valid = validateEnvironments(environments);
  // Stack traces would bring the paths of this machine into the output.
  const app = new App({ ...config, stackTraces: false });
  for (const [name, environment] of Object.entries(valid)) {
    new EnvironmentStack(app, escapeTerraformTemplates({ ...environment, name, example }));
  }
  return app;
}
