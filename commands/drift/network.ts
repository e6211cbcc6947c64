import {
  paginateDescribeNetworkAcls,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  paginateDescribeVpcEndpoints,
} from '@aws-sdk/client-ec2';
import { taskGroupName } from '../../lib/environment/task-groups';
import { workloads } from '../../lib/environment/workloads';
import { loadBalancerSecurityGroupName, namePrefix } from '../../lib/naming/names';
import { mapConcurrently } from '../aws/batches';
import { listAll } from '../aws/pages';
import type { Session } from '../stores/session';
import type { Drift } from './drift';
import { aclDrift } from './network-acls';
import { routeDrift } from './routes';
import { ruleDrift } from './security-group-rules';
import { endpointDrift } from './vpc-endpoints';

/** What opens or closes the environment's network without being declared. */
export async function networkDrift(session: Session): Promise<Drift[]> {
  const {
    environment,
    clients: { ec2: client },
  } = session;
  const declared = new Set([
    ...workloads(environment).map((workload) => taskGroupName(environment, workload)),
    ...(environment.loadBalancer === undefined ? [] : [loadBalancerSecurityGroupName(environment)]),
  ]);
  const groups = await listAll(
    'ec2:DescribeSecurityGroups',
    paginateDescribeSecurityGroups({ client }, where('group-name', `${namePrefix(environment)}-*`)),
    ({ SecurityGroups }) => SecurityGroups?.filter(({ GroupName = '' }) => declared.has(GroupName)),
  );
  const vpcs = [...new Set(groups.map(({ VpcId = '' }) => VpcId))];
  const found = await Promise.all(
    vpcs.map(async (vpc) => {
      const ofVpc = groups.filter(({ VpcId }) => VpcId === vpc);
      const ids = new Map(ofVpc.map(({ GroupName = '', GroupId = '' }) => [GroupName, GroupId]));
      const rules = await mapConcurrently([...ids.values()], (id) =>
        listAll(
          'ec2:DescribeSecurityGroupRules',
          paginateDescribeSecurityGroupRules({ client }, where('group-id', id)),
          ({ SecurityGroupRules }) => SecurityGroupRules,
        ),
      );
      return [
        ...[...ids.keys()].flatMap((name, index) => ruleDrift(environment, name, ids, rules[index] ?? [])),
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

function where(Name: string, value: string) {
  return { Filters: [{ Name, Values: [value] }] };
}
