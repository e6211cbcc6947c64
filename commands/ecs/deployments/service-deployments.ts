import {
  DescribeServiceDeploymentsCommand,
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
  type ECSClient,
  type ServiceDeployment,
  type ServiceDeploymentBrief,
} from '@aws-sdk/client-ecs';
import { request, requestUnless } from '../../aws/aws-failure';
import type { ServiceInEcs } from './deployed-service';

type Place = Pick<ServiceInEcs, 'cluster' | 'name'>;

/**
 * The last deployment of a service, with the rollback that may belong to it. ECS keeps them for 90 days.
 *
 * @returns nothing if there was none in that time
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
 */
export async function lastServiceDeployment(
  ecs: ECSClient,
  { cluster, name }: Place,
): Promise<ServiceDeployment | undefined> {
  const [last] = (await serviceDeployments(ecs, { cluster, name })).sort(
    (a, b) => Number(b.createdAt ?? 0) - Number(a.createdAt ?? 0),
  );
  const arn = last?.serviceDeploymentArn;
  if (arn === undefined) {
    return undefined;
  }
  const described = await request('ecs:DescribeServiceDeployments', () =>
    ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] })),
  );
  return described.serviceDeployments?.[0];
}

/** The SDK has no paginator for them. */
async function serviceDeployments(ecs: ECSClient, { cluster, name }: Place): Promise<ServiceDeploymentBrief[]> {
  const listed: ServiceDeploymentBrief[] = [];
  let nextToken: string | undefined;
  do {
    const page = await request('ecs:ListServiceDeployments', () =>
      ecs.send(new ListServiceDeploymentsCommand({ cluster, service: name, nextToken })),
    );
    listed.push(...(page.serviceDeployments ?? []));
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return listed;
}

/**
 * Has ECS stop what it deploys to a service now, and go back to what was there before.
 *
 * @returns whether there was something to stop
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stop-service-deployment.html
 */
export async function rollBack(ecs: ECSClient, { cluster, name }: Place): Promise<boolean> {
  const current = await request('ecs:ListServiceDeployments', () =>
    ecs.send(new ListServiceDeploymentsCommand({ cluster, service: name, status: ['PENDING', 'IN_PROGRESS'] })),
  );
  let isStopped = false;
  for (const { serviceDeploymentArn } of current.serviceDeployments ?? []) {
    // It may have ended meanwhile.
    const stopped = await requestUnless(['ConflictException'], 'ecs:StopServiceDeployment', () =>
      ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' })),
    );
    isStopped ||= stopped !== undefined;
  }
  return isStopped;
}
