import { readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import type { AwsClients } from '../../../commands/aws/aws-clients';
import { startEmbeddedAws, type EmbeddedAws } from '../../../commands/embedded-aws/embedded-aws';
import { createCdktf, type Cdktf } from '../../../commands/rehearsal/cdktf-process';
import { embeddedClients } from '../../../commands/rehearsal/embedded-clients';
import { createWorkspace, overrideStacks, type Workspace } from '../../../commands/rehearsal/workspace';
import { findTerraform } from '../../../commands/terraform/terraform-binary';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { createApp } from '../../../stacks/create-app';

export const projectDirectory = resolve(__dirname, '../../..');

const planSchema = z.object({
  resource_changes: z
    .array(z.object({ address: z.string(), change: z.object({ actions: z.array(z.string()) }) }))
    .default([]),
});

/** What a plan would do to one resource, for example `update aws_ecs_service.…`. */
export type PlannedChange = `${string} ${string}`;

/** One environment in an embedded AWS of its own, handled with the real cdktf and Terraform. */
export interface EmbeddedEnvironment {
  readonly name: string;
  readonly workspace: Workspace;
  readonly aws: EmbeddedAws;
  readonly clients: AwsClients;
  /** Synthesizes it with the project's own `cdktf synth`. */
  synthProject(): Promise<void>;
  /** Synthesizes another configuration in its place. */
  synthInstead(config: EnvironmentConfig): Promise<void>;
  /** @param variables - of the shell in which it is deployed */
  deploy(variables?: Readonly<Record<string, string>>): Promise<string>;
  /** What `cdktf diff` prints, and what the plan says that it saves. */
  diff(variables?: Readonly<Record<string, string>>): Promise<{ output: string; changes: PlannedChange[] }>;
  destroy(): Promise<string>;
  stop(): Promise<void>;
}

export async function startEmbeddedEnvironment(name: string, config: EnvironmentConfig): Promise<EmbeddedEnvironment> {
  const terraform = await findTerraform(process.env);
  const workspace = await createWorkspace(projectDirectory);
  const aws = await startEmbeddedAws({
    environment: process.env,
    logFile: workspace.logFile('embedded-aws'),
    accountId: config.accountId,
  });
  const cdktf: Cdktf = await createCdktf({ projectDirectory, workspace, environment: process.env, terraform });
  const { endpoint } = aws;

  return {
    name,
    workspace,
    aws,
    clients: embeddedClients(endpoint, config.region),
    synthProject: async () => {
      await cdktf.synth();
      await overrideStacks(workspace, endpoint);
    },
    synthInstead: async (instead) => {
      createApp({ [name]: instead }, { outdir: workspace.outputDirectory }).synth();
      await overrideStacks(workspace, endpoint);
    },
    deploy: (variables) => cdktf.run('deploy', name, { endpoint, variables }),
    diff: async (variables) => {
      const output = await cdktf.run('diff', name, { endpoint, variables });
      return { output, changes: await plannedChanges(workspace, name, terraform.name) };
    },
    destroy: () => cdktf.run('destroy', name, { endpoint }),
    stop: async () => {
      await aws.stop();
      await workspace.remove();
    },
  };
}

async function plannedChanges(workspace: Workspace, name: string, terraform: string): Promise<PlannedChange[]> {
  const stack = (await workspace.readStacks()).find((candidate) => candidate.name === name);
  const directory = join(workspace.outputDirectory, dirname(stack?.path ?? ''));
  const { stdout } = await execa(terraform, ['show', '-json', 'plan'], { cwd: directory });
  return planSchema
    .parse(JSON.parse(stdout))
    .resource_changes.filter(({ change }) => change.actions.join() !== 'no-op' && change.actions.join() !== 'read')
    .map(({ address, change }): PlannedChange => `${change.actions.join(',')} ${address}`)
    .sort();
}

/** The last state of an environment, as Terraform wrote it. */
export async function readState({ workspace, name }: EmbeddedEnvironment): Promise<string> {
  return readFile(workspace.stateFile(name), 'utf8');
}

/** Forgets the plugins that Terraform linked into a workspace, so that a search in its files reads only what was written here. */
export async function removePlugins({ workspace, name }: EmbeddedEnvironment): Promise<void> {
  await rm(join(workspace.outputDirectory, 'stacks', name, '.terraform'), { recursive: true, force: true });
}
