import { DescribeServicesCommand, type Deployment, type ECSClient, type Service } from '@aws-sdk/client-ecs';
import type { Environment } from '../../../lib/environment/environment';
import type { ServiceWorkload } from '../../../lib/environment/workloads';
import { namePrefix, workloadNames } from '../../../lib/naming/names';
import { requestUnless } from '../../aws/aws-failure';

/** A declared service in ECS. */
export interface ServiceInEcs {
  readonly workload: ServiceWorkload;
  readonly cluster: string;
  /** Name in ECS. */
  readonly name: string;
}

/** Where ECS has a declared service. */
export function serviceInEcs(environment: Environment, workload: ServiceWorkload): ServiceInEcs {
  return { workload, cluster: namePrefix(environment), name: workloadNames(environment, workload.name).name };
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
