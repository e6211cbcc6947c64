import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shellQuoted } from '../../lib/naming/operator-commands';
import { CommandFailure, EXIT } from '../cli/command-failure';
import type { EmbeddedAwsAccess } from '../embedded-aws/embedded-aws';
import { plannedChanges, type PlannedChange } from '../plans/planned-changes';
import { parsePlan } from '../plans/terraform-plan';
import { runProcess } from '../processes/owned-process';
import { scrubbedEnvironment } from '../processes/scrubbed-environment';
import { locateProvider } from '../terraform/provider-mirror';
import type { TerraformBinary } from '../terraform/terraform-binary';
import { isDiskFull } from '../terraform/terraform-failure';
import { cdktfErrors } from './cdktf-errors';
import { findStack } from './synthesized-stacks';
import type { Workspace } from './workspace';

/** What cdktf says when Terraform ended with the exit code of a shell for a signal; its own are below. */
const KILLED = /exit code (1(?:29|[3-9]\d))\b/;

export interface CdktfSettings {
  readonly projectDirectory: string;
  readonly workspace: Workspace;
  /** The operator's environment, of which only what is harmless gets through. */
  readonly processEnvironment: NodeJS.ProcessEnv;
  readonly terraform: TerraformBinary;
  /** The program that synthesizes. @default - that of cdktf.json */
  readonly app?: string;
  readonly signal?: AbortSignal;
}

/** The project's own cdktf, which can reach nothing but the embedded AWS. */
export interface Cdktf {
  /** Writes the project's stacks into the workspace. */
  synth(): Promise<void>;
  /**
   * Runs a command of cdktf on what was synthesized: `run('deploy', 'dev', { aws })`. Returns what it printed.
   *
   * @throws CommandFailure with the errors of Terraform
   */
  run(command: 'deploy' | 'destroy', stack: string, settings: CdktfRunSettings): Promise<string>;
  /** Runs `cdktf diff`. Returns what it printed, and what the plan would change. */
  diff(stack: string, settings: CdktfRunSettings): Promise<{ output: string; changes: PlannedChange[] }>;
}

export interface CdktfRunSettings {
  /** To which the stacks of the workspace were led. */
  readonly aws: EmbeddedAwsAccess;
  /** More variables for Terraform, such as TF_VAR_…. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Gets every line of output as it comes. */
  readonly onLine?: (line: string) => void;
}

export async function createCdktf({
  projectDirectory,
  workspace,
  processEnvironment,
  terraform,
  app,
  signal,
}: CdktfSettings): Promise<Cdktf> {
  const { variables: ofProvider } = await locateProvider({
    ...{ projectDirectory, terraform, processEnvironment },
    configurationFile: join(workspace.directory, 'terraform.tfrc'),
  });
  const errorLog = workspace.logFile('terraform-errors');
  const base: NodeJS.ProcessEnv = {
    ...scrubbedEnvironment(processEnvironment),
    ...ofProvider,
    TMPDIR: workspace.temporaryDirectory,
    TERRAFORM_BINARY_NAME: join(projectDirectory, 'commands', 'rehearsal', 'run-terraform.sh'),
    REHEARSED_TERRAFORM: terraform.name,
    // The lock file is thrown away with the workspace.
    CDKTF_SKIP_PROVIDER_LOCK: 'true',
    // Without one, `init` would put the provider into a cache of plugins again, while another rehearsal uses what is there.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true',
    CHECKPOINT_DISABLE: '1',
    // Terraform and the provider otherwise spend a third of their time on collecting garbage.
    GOGC: processEnvironment.GOGC ?? '400',
    // No spinner.
    CI: '1',
    // Only errors: at finer levels Terraform logs values.
    TF_LOG_CORE: 'ERROR',
    TF_LOG_PATH: errorLog,
  };

  const execute = async (
    args: readonly string[],
    directory: string,
    variables: NodeJS.ProcessEnv,
    onLine?: (line: string) => void,
  ) => {
    // Terraform appends to what is there from the command before.
    await rm(errorLog, { force: true });
    const { exitCode, output } = await runProcess(join(projectDirectory, 'node_modules', '.bin', 'cdktf'), args, {
      directory,
      processEnvironment: { ...base, ...variables },
      logFile: workspace.logFile('cdktf'),
      onLine,
      signal,
    });
    if (exitCode !== 0) {
      const [command = '', stack = ''] = args;
      const signalNumber = KILLED.exec(output)?.[1];
      if (command !== 'synth' && signalNumber !== undefined) {
        throw new CommandFailure(`Terraform was ended from outside, by signal ${Number(signalNumber) - 128}.`, {
          exitCode: EXIT.findings,
          remedy: 'Signal 9 may mean that the machine has too little memory. Start the rehearsal again.',
        });
      }
      if (isDiskFull(output)) {
        throw new CommandFailure('No space is left on the disk.', {
          remedy: `Free some space for ${workspace.directory} and for this project, and start the rehearsal again.`,
        });
      }
      const errors = cdktfErrors(output, await readFile(errorLog, 'utf8').catch(() => ''));
      throw command === 'synth'
        ? new CommandFailure(errors, {
            remedy: `Correct the configuration. This shows the same: npx cdktf synth${app === undefined ? '' : ` --app ${shellQuoted(app)}`}`,
          })
        : new CommandFailure(errors, {
            exitCode: EXIT.findings,
            remedy: `With --keep, all that cdktf wrote about ${stack} stays in cdktf.log.`,
          });
    }
    return output;
  };

  const onStack = (
    command: string,
    stack: string,
    { aws: { endpoint, credentials }, variables, onLine }: CdktfRunSettings,
    ...options: readonly string[]
  ) =>
    execute(
      [command, stack, '--skip-synth', '--no-color', ...options],
      workspace.directory,
      {
        ...variables,
        // For a service that is not named in the override.
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
      onLine,
    );

  return {
    synth: async () => {
      const program = app === undefined ? [] : ['--app', app];
      await execute(['synth', '--output', workspace.outputDirectory, ...program], projectDirectory, {});
    },
    run: (command, stack, settings) => onStack(command, stack, settings, '--auto-approve'),
    diff: async (stack, settings) => {
      const output = await onStack('diff', stack, settings);
      // Reading the plan would take seconds.
      if (/^\s*(?:\S+ +)?No changes\. Your infrastructure matches the configuration\.\s*$/m.test(output)) {
        return { output, changes: [] };
      }
      const { path } = findStack(await workspace.readStacks(), stack);
      const directory = join(workspace.outputDirectory, dirname(path));
      const show = { directory, processEnvironment: base, signal };
      const { exitCode, standardOutput, errors } = await runProcess(terraform.name, ['show', '-json', 'plan'], show);
      if (exitCode !== 0) {
        throw new CommandFailure(errors.trim(), { remedy: '`cdktf diff` should have saved the plan.' });
      }
      return { output, changes: plannedChanges(parsePlan(standardOutput)) };
    },
  };
}
