import { join } from 'node:path';
import { z } from 'zod';
import type { StackTerraform } from '../terraform/stack-terraform';
import { taintedResources, type TerraformState } from '../terraform/terraform-state';
import { declaredResources, type DeclaredResource } from './search';

/** By what a stack ignores, one sees that creating it is refused as long as it exists. */
const GUARD = 'tags["exists"]';

const lifecycleSchema = z
  .looseObject({ prevent_destroy: z.boolean().optional(), ignore_changes: z.unknown().optional() })
  .optional();

/**
 * What the state contains as unfinished, because its creation was interrupted, and no plan may replace: it is protected, or refused to be
 * created as long as it exists. Terraform would destroy it, and create it again.
 *
 * @returns addresses
 * @see https://developer.hashicorp.com/terraform/cli/state/taint
 */
export async function unfinishedResources(
  { directory }: Pick<StackTerraform, 'directory'>,
  state: TerraformState,
): Promise<string[]> {
  const tainted = new Set(taintedResources(state));
  if (tainted.size === 0) {
    return [];
  }
  const declared = await declaredResources(join(directory, 'cdk.tf.json'));
  return declared
    .filter((resource) => tainted.has(resource.address) && mustStay(resource))
    .map(({ address }) => address);
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

function mustStay({ attributes }: DeclaredResource): boolean {
  const lifecycle = lifecycleSchema.parse(attributes.lifecycle);
  const isGuarded = Array.isArray(lifecycle?.ignore_changes) && lifecycle.ignore_changes.includes(GUARD);
  return lifecycle?.prevent_destroy === true || isGuarded;
}
