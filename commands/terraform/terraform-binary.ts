import { coerce, satisfies } from 'semver';
import { CommandFailure } from '../cli/command-failure';
import { runProcess } from '../processes/owned-process';
import { scrubbedEnvironment } from '../processes/scrubbed-environment';

/** Write-only arguments and ephemeral variables came with it, in both products. */
const SUPPORTED = '>=1.11.0';

const INSTALL =
  'Install Terraform 1.11 or later (https://developer.hashicorp.com/terraform/install) or OpenTofu 1.11 or later ' +
  '(https://opentofu.org/docs/intro/install/), or name another program in TERRAFORM_BINARY_NAME.';

export interface TerraformBinary {
  /** Name of the program, as cdktf takes it in TERRAFORM_BINARY_NAME. */
  readonly name: string;
  readonly product: 'Terraform' | 'OpenTofu';
  readonly version: string;
}

/** Where each product looks for providers whose address names no host. */
export const REGISTRY_HOSTS = { Terraform: 'registry.terraform.io', OpenTofu: 'registry.opentofu.org' } as const;

/**
 * Finds the Terraform or OpenTofu that cdktf is to run: the one that TERRAFORM_BINARY_NAME names, or `terraform`, or `tofu`.
 *
 * @throws CommandFailure that says what to install
 */
export async function findTerraform(processEnvironment: NodeJS.ProcessEnv): Promise<TerraformBinary> {
  const { TERRAFORM_BINARY_NAME: named } = processEnvironment;
  const chosen = named === '' ? undefined : named; // Empty is unset, as for cdktf.
  const candidates = chosen === undefined ? ['terraform', 'tofu'] : [chosen];
  const tooOld: string[] = [];
  // Variables of Terraform's could change its arguments, and have it log. It would ask the network for a newer version.
  const environment = { ...scrubbedEnvironment(processEnvironment), CHECKPOINT_DISABLE: '1' };
  for (const name of candidates) {
    // An unreadable CLI configuration file is only a warning to `version`, but may come before what is looked for.
    const { output } = await runProcess(name, ['version'], { processEnvironment: environment });
    const found = parseVersion(output);
    if (found !== undefined && isSupported(found.version)) {
      return { name, ...found };
    }
    if (found !== undefined) {
      tooOld.push(`${name} is ${found.product} ${found.version}`);
    }
  }
  const missing =
    chosen === undefined
      ? 'Neither Terraform nor OpenTofu is installed.'
      : `TERRAFORM_BINARY_NAME names ${chosen}, which is not installed.`;
  throw new CommandFailure(tooOld.length > 0 ? `${tooOld.join(', ')}, which is too old.` : missing, {
    remedy: INSTALL,
  });
}

/** Reads what `terraform version` or `tofu version` prints. */
export function parseVersion(output: string): Pick<TerraformBinary, 'product' | 'version'> | undefined {
  const match = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m.exec(output);
  const [, product, version] = match ?? [];
  return product !== undefined && version !== undefined
    ? { product: product as TerraformBinary['product'], version }
    : undefined;
}

/** A pre-release counts as the version that it leads to. */
export function isSupported(version: string): boolean {
  return satisfies(coerce(version) ?? '0.0.0', SUPPORTED);
}
