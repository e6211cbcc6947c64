import { DescribeServicesCommand, type ECSClient, type Service } from '@aws-sdk/client-ecs';
import type { ServiceWorkload } from '../../../lib/environment/workloads';
import { namePrefix, workloadNames } from '../../../lib/naming/names';
import { requestUnless } from '../../aws/aws-failure';
import { batches } from '../../aws/batches';
import { primaryDeployment, type ServiceInEcs } from '../../ecs/deployments/deployed-service';
import { describeTasks, taskArns } from '../../ecs/stopped-tasks/stopped-task';
import type { Session } from '../../stores/session';

/** A declared service as ECS runs it. */
export interface DeployedService extends ServiceInEcs {
  readonly desiredCount: number;
  /** Since when its oldest task may have its values. */
  readonly since: Date;
}

/** A limit of the API. */
const SERVICES_PER_CALL = 10;

/** Those of the services that are deployed. */
export async function deployedServices(
  { environment }: Session,
  ecs: ECSClient,
  services: readonly ServiceWorkload[],
): Promise<DeployedService[]> {
  const cluster = namePrefix(environment);
  const byName = new Map<string, Service>();
  for (const batch of batches(services, SERVICES_PER_CALL)) {
    const names = batch.map(({ name }) => workloadNames(environment, name).name);
    const described = await requestUnless(['ClusterNotFoundException'], 'ecs:DescribeServices', () =>
      ecs.send(new DescribeServicesCommand({ cluster, services: names })),
    );
    described?.services
      ?.filter(({ status }) => status === 'ACTIVE')
      .forEach((service) => byName.set(service.serviceName ?? '', service));
  }
  const deployed: DeployedService[] = [];
  for (const workload of services) {
    const { name } = workloadNames(environment, workload.name);
    const service = byName.get(name);
    if (service !== undefined) {
      const { desiredCount = 0 } = service;
      deployed.push({ workload, cluster, name, desiredCount, since: await tasksSince(ecs, cluster, name, service) });
    }
  }
  return deployed;
}

/**
 * When its oldest running task was created, after which it reads its values; without one, when its deployment was.
 *
 * Not when it started: that is after it read them, and a change in between would be missed.
 */
async function tasksSince(ecs: ECSClient, cluster: string, name: string, service: Service): Promise<Date> {
  const tasks = await describeTasks(ecs, cluster, await taskArns(ecs, cluster, name, 'RUNNING'));
  const created = tasks
    .filter(({ group }) => group === `service:${name}`)
    .flatMap(({ createdAt }) => createdAt?.getTime() ?? []);
  return created.length > 0
    ? new Date(Math.min(...created))
    : (primaryDeployment(service)?.createdAt ?? service.createdAt ?? new Date(0));
}
