import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AwsClients } from '../../../commands/aws/aws-clients';
import { startEmbeddedAws, type EmbeddedAws } from '../../../commands/embedded-aws/embedded-aws';
import { createCdktf, type Cdktf } from '../../../commands/rehearsal/cdktf-process';
import { createHostedZone } from '../../../commands/rehearsal/hosted-zone';
import { plannedChanges, type PlannedChange } from '../../../commands/plans/planned-changes';
import { planIn } from '../../../commands/plans/saved-plan';
import { scrubbedEnvironment } from '../../../commands/processes/scrubbed-environment';
import { embeddedClients } from '../../../commands/rehearsal/terraform-override';
import { createWorkspace, overrideStacks, type Workspace } from '../../../commands/rehearsal/workspace';
import { initializeStack, type StackTerraform } from '../../../commands/terraform/stack-terraform';
import { findTerraform } from '../../../commands/terraform/terraform-binary';
import { namedAccount } from '../../../lib/account/declared-account';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { createApp } from '../../../stacks/create-app';
import { accountsOf } from '../../support/synthesized-stack';

export const projectDirectory = resolve(__dirname, '../../..');

/** One environment in an embedded AWS of its own, handled with the real cdktf and Terraform. */
export interface EmbeddedEnvironment {
  readonly name: string;
  readonly workspace: Workspace;
  readonly aws: EmbeddedAws;
  readonly clients: AwsClients;
  /** Synthesizes it with the project's own `cdktf synth`. */
  synthProject(): Promise<void>;
  /** Synthesizes another configuration in its place, and other environments beside it. */
  synthInstead(config: EnvironmentConfig, others?: Readonly<Record<string, EnvironmentConfig>>): Promise<void>;
  /** Another one that was synthesized beside it, in the same AWS. */
  beside(other: string): EmbeddedEnvironment;
  /** @param variables - of the shell in which it is deployed */
  deploy(variables?: Readonly<Record<string, string>>): Promise<string>;
  /** Terraform as cdktf runs it, without cdktf, which takes seconds. */
  terraform(variables?: Readonly<Record<string, string>>): Promise<StackTerraform>;
  /** What a plan would change. */
  diff(variables?: Readonly<Record<string, string>>): Promise<PlannedChange[]>;
  destroy(): Promise<string>;
  stop(): Promise<void>;
}

export async function startEmbeddedEnvironment(name: string, config: EnvironmentConfig): Promise<EmbeddedEnvironment> {
  const terraform = await findTerraform(process.env);
  const workspace = await createWorkspace(projectDirectory);
  const aws = await startEmbeddedAws({
    processEnvironment: process.env,
    logFile: workspace.logFile('embedded-aws'),
    accountId: namedAccount(config),
  });
  await createHostedZone(config, aws);
  const cdktf: Cdktf = await createCdktf({ projectDirectory, workspace, processEnvironment: process.env, terraform });

  const environmentNamed = (own: string): EmbeddedEnvironment => {
    const terraformWith: EmbeddedEnvironment['terraform'] = (variables) =>
      initializeStack({
        projectDirectory,
        directory: join(workspace.outputDirectory, 'stacks', own),
        terraform,
        processEnvironment: {
          ...scrubbedEnvironment(process.env),
          ...variables,
          TMPDIR: workspace.temporaryDirectory,
          // For a service that is not named in the override.
          AWS_ENDPOINT_URL: aws.endpoint,
        },
      });
    return {
      name: own,
      workspace,
      aws,
      clients: embeddedClients(aws, config.region),
      synthProject: async () => {
        await cdktf.synth();
        await overrideStacks(workspace, aws);
      },
      synthInstead: async (instead, others = {}) => {
        const environments = { [own]: instead, ...others };
        createApp(environments, { outdir: workspace.outputDirectory, accounts: accountsOf(environments) }).synth();
        await overrideStacks(workspace, aws);
      },
      beside: environmentNamed,
      deploy: (variables) => cdktf.run('deploy', own, { aws, variables }),
      terraform: terraformWith,
      diff: async (variables) => plannedChanges((await planIn(await terraformWith(variables), 'plan')).plan),
      destroy: () => cdktf.run('destroy', own, { aws }),
      stop: async () => {
        await aws.stop();
        workspace.remove();
      },
    };
  };
  return environmentNamed(name);
}

/** The last state of an environment, as Terraform wrote it. */
export async function readState({ workspace, name }: EmbeddedEnvironment): Promise<string> {
  return readFile(workspace.stateFile(name), 'utf8');
}

/** Forgets the plugins that Terraform linked into a workspace, so that a search in its files reads only what was written here. */
export async function removePlugins({ workspace, name }: EmbeddedEnvironment): Promise<void> {
  await rm(join(workspace.outputDirectory, 'stacks', name, '.terraform'), { recursive: true, force: true });
}
