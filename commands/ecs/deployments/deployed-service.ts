import { DescribeServicesCommand, type Deployment, type ECSClient, type Service } from '@aws-sdk/client-ecs';
import type { ServiceWorkload } from '../../../lib/environment/workloads';
import { requestUnless } from '../../aws/aws-failure';

/** A declared service in ECS. */
export interface ServiceInEcs {
  readonly workload: ServiceWorkload;
  readonly cluster: string;
  /** Name in ECS. */
  readonly name: string;
}

/** A service as it is now; nothing if it is not deployed. */
export async function describeService(
  ecs: ECSClient,
  { cluster, name }: Pick<ServiceInEcs, 'cluster' | 'name'>,
): Promise<Service | undefined> {
  const described = await requestUnless(['ClusterNotFoundException'], 'ecs:DescribeServices', () =>
    ecs.send(new DescribeServicesCommand({ cluster, services: [name] })),
  );
  // ECS still describes a service for a while that was deleted.
  return described?.services?.find(({ status }) => status !== 'INACTIVE');
}

export function primaryDeployment({ deployments }: Service): Deployment | undefined {
  return deployments?.find(({ status }) => status === 'PRIMARY');
}
