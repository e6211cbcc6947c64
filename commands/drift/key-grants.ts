import { paginateListGrants } from '@aws-sdk/client-kms';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { listAll } from '../aws/pages';
import type { Session } from '../stores/session';
import type { Drift } from './drift';

/**
 * The grants of the environment's own key. None is declared, and no service that uses the key makes any: the roles may use it by
 * their policies, and CloudWatch Logs by that of the key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export async function grantDrift({ environment, keys, clients: { kms } }: Session): Promise<Drift[]> {
  const keyArn = await keys.environmentKeyArn();
  if (keyArn === undefined) {
    return [];
  }
  const grants = await listAll(
    'kms:ListGrants',
    paginateListGrants({ client: kms }, { KeyId: keyArn }),
    (page) => page.Grants,
  );
  return grants.map(({ GrantId = '', GranteePrincipal = 'somebody', Operations = [] }) => ({
    resource: `key ${keyArn}`,
    found: `has a grant for ${GranteePrincipal}: ${Operations.join(', ')}`,
    declared: 'no grants',
    remedy: `Revoke it: ${operatorCommands(environment).revokeGrant(keyArn, GrantId)}`,
  }));
}
