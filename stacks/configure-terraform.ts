import type { TerraformStack } from 'cdktf';
import { namedAccount } from '../lib/account/declared-account';
import { configureBackend, type StateOwner } from '../lib/state/configure-backend';
import type { StateBackend } from '../lib/state/state-backend';

/** What every stack says to Terraform itself: which version it needs, and where the state is. */
export function configureTerraform(stack: TerraformStack, owner: StateOwner, backend: StateBackend): void {
  // Write-only arguments and ephemeral variables, and the lock of a state in a bucket.
  stack.addOverride('terraform.required_version', '>= 1.11.0');
  configureBackend(stack, backend, { ...owner, accountId: namedAccount(owner) });
}
