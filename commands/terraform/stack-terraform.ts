import { join } from 'node:path';
import type { Environment } from '../../lib/environment/environment';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { startProcess } from '../processes/owned-process';
import { locateProvider } from './provider-mirror';
import type { TerraformBinary } from './terraform-binary';
import { watchForStall } from './stall';
import { stallMessage, terraformRemedy } from './terraform-failure';

export interface StackTerraformSettings {
  readonly projectDirectory: string;
  /** Where `cdktf synth` wrote the stack. */
  readonly directory: string;
  readonly terraform: TerraformBinary;
  /** The operator's, with the credentials. */
  readonly processEnvironment: NodeJS.ProcessEnv;
  /** Profile of the AWS configuration files. @default - as the environment says */
  readonly profile?: string;
  /** Whose stack it is. @default - that of an account */
  readonly environment?: Environment;
}

export interface TerraformRunSettings {
  /** Gets every line of output as it comes. */
  readonly onLine?: (line: string) => void;
  /** When aborted, Terraform is asked to end, and waited for: it finishes what it has begun, writes the state and unlocks it. */
  readonly signal?: AbortSignal;
}

/** Terraform in the directory of a stack. */
export interface StackTerraform {
  readonly directory: string;
  readonly terraform: TerraformBinary;
  /** Address of the AWS provider, with the host of its registry. */
  readonly provider: string;
  /**
   * Returns what it printed on standard output.
   *
   * @throws CommandFailure with its errors, if it failed, and with exit code 130, if it was asked to end
   */
  run(args: readonly string[], settings?: TerraformRunSettings): Promise<string>;
}

/** Terraform in a directory, with the backend of the stack. */
export async function initializeStack(
  { projectDirectory, directory, terraform, processEnvironment, profile, environment }: StackTerraformSettings,
  settings: TerraformRunSettings = {},
): Promise<StackTerraform> {
  const { provider, variables } = await locateProvider({
    ...{ projectDirectory, terraform, processEnvironment },
    configurationFile: join(directory, 'terraform.tfrc'),
  });
  const variablesOfTerraform = {
    ...processEnvironment,
    ...variables,
    ...(profile === undefined ? {} : { AWS_PROFILE: profile }),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  };
  const run: StackTerraform['run'] = async (args, { onLine, signal } = {}) => {
    signal?.throwIfAborted();
    let hear = (_line: string): void => undefined;
    const started = await startProcess(terraform.name, args, {
      directory,
      processEnvironment: variablesOfTerraform,
      onLine: (line) => {
        hear(line);
        onLine?.(line);
      },
    });
    const watch = watchForStall(started, { isApply: args[0] === 'apply', signal });
    hear = watch.onLine;
    const { exitCode, standardOutput, errors, output } = await started.ended;
    const stall = watch.stop();
    if (exitCode !== 0) {
      const isInterrupted = signal?.aborted === true;
      const said = errors.trim() === '' ? output.trim() : errors.trim();
      const message = stall === undefined ? said : `${said}\n${stallMessage(stall)}`.trim();
      const remedy = isInterrupted
        ? undefined
        : terraformRemedy(message, { directory, terraform: terraform.name, environment });
      throw new CommandFailure(message, {
        exitCode: isInterrupted ? EXIT.interrupted : EXIT.notDone,
        remedy: remedy ?? `${terraform.name} ${args[0]} ${isInterrupted ? 'was interrupted' : 'failed'}.`,
      });
    }
    return standardOutput;
  };
  await run(['init', '-input=false', '-no-color'], settings);
  return { directory, terraform, provider: `${provider.host}/${provider.address}`, run };
}
