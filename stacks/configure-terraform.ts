import type { TerraformStack } from 'cdktf';
import { namedAccount } from '../lib/account/declared-account';
import { configureBackend, type StatePlace } from '../lib/state/configure-backend';
import type { StateBackend } from '../lib/state/state-backend';
import { StateOwner } from '../lib/state/state-owner';

/** What every stack says to Terraform itself: which version it needs, where the state is, and whose. */
export function configureTerraform(stack: TerraformStack, place: StatePlace, backend: StateBackend): void {
  // Write-only arguments and ephemeral variables, and the lock of a state in a bucket.
  stack.addOverride('terraform.required_version', '>= 1.11.0');
  configureBackend(stack, backend, { ...place, accountId: namedAccount(place) });
  new StateOwner(stack, 'state-owner', { owner: `${place.application}/${stack.node.id}` });
}
