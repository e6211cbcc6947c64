import { App, type AppConfig } from 'cdktf';
import type { Project } from '../lib/delivery/project';
import { validateProject } from '../lib/delivery/validate-project';
import { AccountStack } from './account-stack';
import { EnvironmentStack } from './environment-stack';
import { escapeTerraformTemplates } from './escape-terraform-templates';

export interface AppSettings extends AppConfig {
  /**
   * Name of the example that is synthesized, for the commands that the outputs recommend.
   *
   * @default - the project's own environments
   */
  readonly example?: string;

  /**
   * What the environments of one account share.
   *
   * @default - nothing
   */
  readonly accounts?: Project['accounts'];
}

/**
 * Creates the application with a stack for every account and environment; its `synth()` writes them.
 *
 * @throws ConfigurationError with every problem of every account and environment, before anything is written
 */
export function createApp(
  environments: Project['environments'],
  { accounts = {}, example, ...config }: AppSettings = {},
): App {
  const valid = validateProject({ environments, accounts });
  // Stack traces would bring the paths of this machine into the output.
  const app = new App({ ...config, stackTraces: false });
  const all = Object.entries(valid.environments).map(([name, environment]) =>
    escapeTerraformTemplates({ ...environment, name, example }),
  );
  for (const [name, account] of Object.entries(valid.accounts)) {
    const members = all.filter((environment) => environment.account === name);
    new AccountStack(app, escapeTerraformTemplates({ ...account, name }), members);
  }
  for (const environment of all) {
    const account = environment.account === undefined ? undefined : valid.accounts[environment.account];
    new EnvironmentStack(app, environment, { areRolesBounded: account?.github !== undefined });
  }
  return app;
}
