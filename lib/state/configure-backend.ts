import { LocalBackend, type TerraformStack } from 'cdktf';
import type { StateBackend } from './state-backend';

/** Tells Terraform where a stack's state is. */
export function configureBackend(stack: TerraformStack, { type }: StateBackend): void {
  switch (type) {
    case 'local':
      // Seen from the stack's directory in `cdktf.out`, so that the text is the same wherever the checkout is.
      new LocalBackend(stack, { path: `../../../.terraform-state/${stack.node.id}.tfstate` });
  }
}
