import { LocalBackend, type TerraformBackend, type TerraformStack } from 'cdktf';
import type { StateBackend } from './state-backend';

const backends = {
  // Seen from the stack's directory in `cdktf.out`, so that the text is the same wherever the checkout is.
  local: (stack) => new LocalBackend(stack, { path: `../../../.terraform-state/${stack.node.id}.tfstate` }),
} as const satisfies Record<StateBackend['type'], (stack: TerraformStack) => TerraformBackend>;

/** Tells Terraform where a stack's state is. */
export function configureBackend(stack: TerraformStack, { type }: StateBackend): void {
  backends[type](stack);
}
