import {
  paginateDescribeNetworkAcls,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  paginateDescribeVpcEndpoints,
} from '@aws-sdk/client-ec2';
import type { Environment } from '../../lib/environment/environment';
import { loadBalancerOwner } from '../../lib/environment/routed-services';
import { taskGroupName } from '../../lib/environment/task-groups';
import { workloads } from '../../lib/environment/workloads';
import { loadBalancerSecurityGroupName, namePrefix } from '../../lib/naming/names';
import { mapConcurrently } from '../aws/batches';
import { listAll } from '../aws/pages';
import type { Session } from '../stores/session';
import type { Drift } from './drift';
import { aclDrift } from './network-acls';
import { routeDrift } from './routes';
import { routedGroups, ruleDrift } from './security-group-rules';
import { endpointDrift } from './vpc-endpoints';

/**
 * What opens or closes the environment's network without being declared.
 *
 * @param sharers - the environments that have the environment's load balancer, too
 */
export async function networkDrift(session: Session, sharers: readonly Environment[] = []): Promise<Drift[]> {
  const {
    environment,
    clients: { ec2: client },
  } = session;
  const declared = new Set([
    ...workloads(environment).map((workload) => taskGroupName(environment, workload)),
    ...(environment.loadBalancer?.scheme === undefined ? [] : [loadBalancerSecurityGroupName(environment)]),
  ]);
  const ofOthers = [
    ...(environment.loadBalancer?.of === undefined
      ? []
      : [loadBalancerSecurityGroupName(loadBalancerOwner(environment))]),
    ...new Set(sharers.flatMap(routedGroups).map(({ group }) => group)),
  ];
  const groups = await listAll(
    'ec2:DescribeSecurityGroups',
    paginateDescribeSecurityGroups({ client }, where('group-name', `${namePrefix(environment)}-*`, ...ofOthers)),
    ({ SecurityGroups }) => SecurityGroups,
  );
  const own = groups.filter(({ GroupName = '' }) => declared.has(GroupName));
  const vpcs = [...new Set(own.map(({ VpcId = '' }) => VpcId))];
  const found = await Promise.all(
    vpcs.map(async (vpc) => {
      const ofVpc = groups.filter(({ VpcId }) => VpcId === vpc);
      const ids = new Map(ofVpc.map(({ GroupName = '', GroupId = '' }) => [GroupName, GroupId]));
      const names = [...ids.keys()].filter((name) => declared.has(name));
      const rules = await mapConcurrently(names, (name) =>
        listAll(
          'ec2:DescribeSecurityGroupRules',
          paginateDescribeSecurityGroupRules({ client }, where('group-id', ids.get(name) ?? '')),
          ({ SecurityGroupRules }) => SecurityGroupRules,
        ),
      );
      return [
        ...names.flatMap((name, index) => ruleDrift(environment, name, ids, rules[index] ?? [], sharers)),
        // All else in a VPC that exists belongs to its owner.
        ...(environment.network.existingVpc === undefined ? await vpcDrift(session, vpc) : []),
      ];
    }),
  );
  return found.flat();
}

async function vpcDrift({ environment, clients: { ec2: client } }: Session, VpcId: string): Promise<Drift[]> {
  const [tables, acls, endpoints] = await Promise.all([
    listAll(
      'ec2:DescribeRouteTables',
      paginateDescribeRouteTables({ client }, where('vpc-id', VpcId)),
      ({ RouteTables }) => RouteTables,
    ),
    listAll(
      'ec2:DescribeNetworkAcls',
      paginateDescribeNetworkAcls({ client }, where('vpc-id', VpcId)),
      ({ NetworkAcls }) => NetworkAcls,
    ),
    listAll(
      'ec2:DescribeVpcEndpoints',
      paginateDescribeVpcEndpoints({ client }, where('vpc-id', VpcId)),
      ({ VpcEndpoints }) => VpcEndpoints,
    ),
  ]);
  return [
    ...tables.flatMap((table) => routeDrift(environment, table)),
    ...acls.flatMap((acl) => aclDrift(environment, acl)),
    ...endpointDrift(environment, endpoints),
  ];
}

function where(Name: string, ...Values: string[]) {
  return { Filters: [{ Name, Values }] };
}
