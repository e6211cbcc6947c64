import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { execa, type ResultPromise } from 'execa';
import { exampleEnvironments } from '../../../commands/cli/choose-environments';
import { createCdktf } from '../../../commands/rehearsal/cdktf-process';
import { exampleApp } from '../../../commands/rehearsal/example-app';
import { generatedValues, type ChooseValues, type ValueVersion } from '../../../commands/rehearsal/generated-values';
import { rehearse, type Rehearsal } from '../../../commands/rehearsal/rehearsal';
import { createWorkspace, overrideStacks } from '../../../commands/rehearsal/workspace';
import { findTerraform } from '../../../commands/terraform/terraform-binary';
import type { ExampleName } from '../../../examples';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { placedName } from '../../../lib/secrets/secret-location';
import { createApp } from '../../../stacks/create-app';
import { remainingResources } from './remaining-resources';
import { filesHolding } from './search-files';

const projectDirectory = resolve(__dirname, '../../..');

/** An example that was rehearsed as `npm start -- --example NAME` does, and all that still runs of it. */
export interface RehearsedExample {
  readonly rehearsal: Rehearsal;
  /** The versions that were written of a parameter or secret, by its name in the store, after another Region; the current one last. */
  versionsOf(storedName: string): readonly ValueVersion[];
  /** The current value. */
  valueOf(storedName: string): string;
  /** Runs `npm run secrets -- --example NAME` as a process of its own, as the operator of the embedded AWS. */
  secrets(args: readonly string[], settings?: OperatorSettings): ResultPromise<{ reject: false }>;
  /** The same with `npm run task`. */
  task(args: readonly string[], settings?: OperatorSettings): ResultPromise<{ reject: false }>;
  /** The files that were synthesized, planned, logged or kept as state, and that contain a text. */
  filesHolding(text: string): Promise<string[]>;
  /** The state, as Terraform wrote it. */
  state(): Promise<string>;
  /** Deploys another configuration in its place. */
  change(config: EnvironmentConfig): Promise<void>;
  /** Destroys it with cdktf, and returns what is left in the embedded AWS. */
  destroy(): Promise<string[]>;
  stop(): Promise<void>;
}

export interface OperatorSettings {
  /** On standard input. */
  readonly input?: string;
  /** Added to the operator's. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** @param processEnvironment - of which only what is harmless gets through, and the program that is Terraform */
export async function rehearseExample(
  name: ExampleName,
  chooseValues: ChooseValues = generatedValues,
  processEnvironment = process.env,
): Promise<RehearsedExample> {
  const workspace = await createWorkspace(projectDirectory);
  const written = new Map<string, readonly ValueVersion[]>();
  const app = exampleApp(name);
  const release = new AbortController();
  const released = once(release.signal, 'abort');

  let ended: Promise<void> = Promise.resolve();
  const rehearsal = await new Promise<Rehearsal>((onReady, onFailure) => {
    ended = rehearse(
      {
        projectDirectory,
        workspace,
        environments: exampleEnvironments(name),
        app,
        environment: 'dev',
        valuesOf: (secret) => {
          const versions = chooseValues(secret);
          written.set(placedName(secret.source, secret.storedName), versions);
          return versions;
        },
        processEnvironment,
        signal: new AbortController().signal,
      },
      (_title, work) => work(() => undefined),
      async (result) => {
        onReady(result);
        await released;
      },
    );
    ended.catch(onFailure);
  });
  const { embeddedAws: aws } = rehearsal;
  const versionsOf = (storedName: string) => written.get(storedName) ?? [];
  const cdktf = async (command: 'deploy' | 'destroy') => {
    const terraform = await findTerraform(processEnvironment);
    const created = await createCdktf({ projectDirectory, workspace, processEnvironment, terraform, app });
    await created.run(command, 'dev', { aws });
  };
  const run = (
    command: 'secrets' | 'task',
    args: readonly string[],
    { input = '', environment }: OperatorSettings = {},
  ): ResultPromise<{ reject: false }> =>
    execa(process.execPath, ['commands/run.mjs', `commands/${command}.ts`, '--example', name, ...args], {
      cwd: projectDirectory,
      input,
      env: {
        AWS_ENDPOINT_URL: aws.endpoint,
        AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
        ...environment,
      },
      reject: false,
    });

  return {
    rehearsal,
    versionsOf,
    valueOf: (storedName) => versionsOf(storedName).at(-1)?.value ?? '',
    secrets: (args, settings) => run('secrets', args, settings),
    task: (args, settings) => run('task', args, settings),
    filesHolding: async (text) => {
      // The plugins that Terraform linked into it were not written here.
      await rm(join(workspace.outputDirectory, 'stacks', 'dev', '.terraform'), { recursive: true, force: true });
      return filesHolding(workspace.directory, text);
    },
    state: () => readFile(workspace.stateFile('dev'), 'utf8'),
    change: async (config) => {
      createApp({ dev: config }, { outdir: workspace.outputDirectory, example: name, accounts: {} }).synth();
      await overrideStacks(workspace, aws);
      await cdktf('deploy');
    },
    destroy: async () => {
      await cdktf('destroy');
      return remainingResources(aws);
    },
    stop: async () => {
      release.abort();
      await ended;
      workspace.remove();
    },
  };
}

/** The parts of values that are found nowhere by chance: what was made up, what was generated, and the lines of keys. */
export function telltales(versions: readonly ValueVersion[]): string[] {
  return versions.flatMap(({ value }) => value.match(/rehearsal-[0-9a-f]{16}|[A-Za-z0-9+/]{48,64}/g) ?? []);
}
