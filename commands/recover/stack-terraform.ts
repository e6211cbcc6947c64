import { join } from 'node:path';
import { CommandFailure } from '../cli/command-failure';
import { runProcess } from '../processes/owned-process';
import { awsProvider, findProviderSource, providerEnvironment } from '../terraform/provider-mirror';
import { REGISTRY_HOSTS, type TerraformBinary } from '../terraform/terraform-binary';

export interface StackTerraformSettings {
  readonly projectDirectory: string;
  /** Where `cdktf synth` wrote the stack. */
  readonly directory: string;
  readonly terraform: TerraformBinary;
  /** The operator's, with the credentials. */
  readonly processEnvironment: NodeJS.ProcessEnv;
}

/** Terraform in the directory of a stack. */
export interface StackTerraform {
  readonly directory: string;
  readonly terraform: TerraformBinary;
  /** Address of the AWS provider, with the host of its registry. */
  readonly provider: string;
  /**
   * Returns what it printed.
   *
   * @throws CommandFailure with what it printed, if it failed
   */
  run(...args: readonly string[]): Promise<string>;
}

export async function initializeStack({
  projectDirectory,
  directory,
  terraform,
  processEnvironment,
}: StackTerraformSettings): Promise<StackTerraform> {
  const provider = awsProvider(projectDirectory, REGISTRY_HOSTS[terraform.product]);
  const source = findProviderSource(provider, processEnvironment);
  const configurationFile = join(projectDirectory, '.build', 'terraform.tfrc');
  const environment = {
    ...processEnvironment,
    ...(await providerEnvironment(provider, source, configurationFile)),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  };
  const run = async (...args: readonly string[]) => {
    const result = await runProcess(terraform.name, args, { directory, processEnvironment: environment });
    if (result.exitCode !== 0) {
      throw new CommandFailure(result.output.trim(), { remedy: `${terraform.name} ${args[0]} failed.` });
    }
    return result.output;
  };
  await run('init', '-input=false', '-no-color');
  return { directory, terraform, provider: `${provider.host}/${provider.address}`, run };
}
