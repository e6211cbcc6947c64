import type { AccountConfig } from '../lib/delivery/account-config';

/**
 * What a team sets first: its domain. `stg` and `prod` need a public hosted zone of Route 53 in their accounts, for the names that their
 * `loadBalancer` says.
 */
export const domain = 'example.com';

/** What the environments that name it share: the bucket of their states, and the images. */
const account: AccountConfig = {
  application: 'ecs_parameter_store',
  region: 'ap-northeast-1',
  stateBucket: `${domain.replaceAll('.', '-')}-terraform-state`,
  repositories: ['ecs_parameter_store'],
  policyExceptions: [
    {
      rule: 'bucket-access-logged',
      resource: 'state/bucket',
      reason: 'Only those who deploy may read it, and versions show what was written',
    },
  ],
};

/** The names of the accounts are those of their stacks. */
export const accounts = { account } as const satisfies Record<string, AccountConfig>;
