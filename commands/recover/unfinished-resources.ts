import type { StackTerraform } from '../terraform/stack-terraform';
import { taintedResources, type TerraformState } from '../terraform/terraform-state';

/** Creating them may end in something that does not work, and their names are not taken by it, so Terraform creates them again. */
const CREATED_AGAIN = ['aws_ecs_service', 'aws_nat_gateway', 'aws_vpc_endpoint'];

/**
 * What the state contains as tainted, because its creation was interrupted. Terraform would replace it, which is refused of what is
 * protected, or must not be created as long as it exists, and fails where a new one is created first and the name is taken.
 *
 * @returns addresses
 * @see https://developer.hashicorp.com/terraform/cli/state/taint
 */
export function unfinishedResources(state: TerraformState): string[] {
  return taintedResources(state).filter((address) => !CREATED_AGAIN.some((type) => address.startsWith(`${type}.`)));
}

/** Takes what is unfinished for created, so that the next plan brings it to what is declared, in place. */
export async function keepUnfinished(
  stack: Pick<StackTerraform, 'run'>,
  addresses: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  for (const address of addresses) {
    await stack.run(['untaint', '-no-color', address], { signal });
  }
}
