import { Failure } from '../failure';
import { runProcess } from '../processes/owned-process';

/** Write-only arguments and ephemeral variables came with it, in both products. */
const MINIMUM = { major: 1, minor: 11 };

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
 * @throws Failure that says what to install
 */
export async function findTerraform(environment: NodeJS.ProcessEnv): Promise<TerraformBinary> {
  const { TERRAFORM_BINARY_NAME: chosen } = environment;
  const candidates = chosen === undefined ? ['terraform', 'tofu'] : [chosen];
  const tooOld: string[] = [];
  for (const name of candidates) {
    // An unreadable CLI configuration file is only a warning to `version`, but may come before what is looked for.
    const { output } = await runProcess(name, ['version'], { environment });
    const found = parseVersion(output);
    if (found !== undefined && isSupported(found.version)) {
      return { name, ...found };
    }
    if (found !== undefined) {
      tooOld.push(`${name} is ${found.product} ${found.version}`);
    }
  }
  throw new Failure(
    tooOld.length > 0 ? `${tooOld.join(', ')}, which is too old` : `There is no ${candidates.join(' and no ')} to run`,
    INSTALL,
  );
}

/** Reads what `terraform version` or `tofu version` prints. */
export function parseVersion(output: string): Pick<TerraformBinary, 'product' | 'version'> | undefined {
  const match = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m.exec(output);
  const [, product, version] = match ?? [];
  return product !== undefined && version !== undefined
    ? { product: product as TerraformBinary['product'], version }
    : undefined;
}

export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > MINIMUM.major || (major === MINIMUM.major && minor >= MINIMUM.minor);
}
