import type { Environment } from '../../lib/environment/environment';
import { findDuplicates } from '../duplicates/find-duplicates';
import type { Session } from '../stores/session';
import type { Drift } from './drift';
import { grantDrift } from './key-grants';
import { networkDrift } from './network';
import { parameterDrift } from './parameters';
import { secretDrift } from './secrets';
import { serviceConnectDrift } from './service-connect';
import { taskDefinitionDrift } from './task-definitions';
import { workloadDrift } from './workloads';

/**
 * Everything in which an environment differs from its declaration, where Terraform does not look.
 *
 * @param sharers - the environments that have its load balancer, too
 */
export async function findDrift(session: Session, sharers: readonly Environment[] = []): Promise<Drift[]> {
  const found = await Promise.all([
    networkDrift(session, sharers),
    findDuplicates(session),
    ...[parameterDrift, secretDrift, grantDrift, workloadDrift, serviceConnectDrift, taskDefinitionDrift].map((find) =>
      find(session),
    ),
  ]);
  return found.flat();
}
