import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { serviceWorkloads } from '../../lib/environment/workloads';
import { namePrefix, workloadNames } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { requestUnless } from '../aws/aws-failure';
import { batches, mapConcurrently } from '../aws/batches';
import type { Session } from '../stores/session';
import type { Drift } from './drift';

/** What the API describes in one request. */
const MAXIMUM_SERVICES = 10;

/**
 * Services whose Service Connect somebody has turned off. The provider does not see that.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/42818
 */
export async function serviceConnectDrift({ environment, clients: { ecs } }: Session): Promise<Drift[]> {
  const cluster = namePrefix(environment);
  const declared = environment.serviceConnect === true ? serviceWorkloads(environment) : [];
  const names = declared.map(({ name }) => workloadNames(environment, name).name);
  const described = await mapConcurrently(batches(names, MAXIMUM_SERVICES), (services) =>
    requestUnless(['ClusterNotFoundException'], 'ecs:DescribeServices', () =>
      ecs.send(new DescribeServicesCommand({ cluster, services })),
    ),
  );
  const { deploy } = operatorCommands(environment);
  return described
    .flatMap((answer) => answer?.services ?? [])
    .filter(({ status, deployments = [] }) => {
      const primary = deployments.find((deployment) => deployment.status === 'PRIMARY');
      return status === 'ACTIVE' && primary !== undefined && primary.serviceConnectConfiguration?.enabled !== true;
    })
    .map(({ serviceName = '' }) => ({
      resource: `service ${serviceName}`,
      found: 'runs without Service Connect',
      declared: 'serviceConnect: true',
      remedy: `Set serviceConnect to false, deploy it, set it to true, and deploy it again: ${deploy}. Terraform takes it for turned on.`,
    }));
}
