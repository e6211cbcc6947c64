import {
  paginateDescribeNetworkAcls,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
} from '@aws-sdk/client-ec2';
import { taskGroupName } from '../../lib/environment/task-groups';
import { workloads } from '../../lib/environment/workloads';
import { namePrefix } from '../../lib/naming/names';
import { mapConcurrently } from '../aws/batches';
import { listAll } from '../aws/pages';
import type { Session } from '../stores/session';
import type { Drift } from './drift';
import { withoutLoadBalancer } from './load-balancer';
import { aclDrift } from './network-acls';
import { routeDrift } from './routes';
import { ruleDrift } from './security-group-rules';

/** What opens or closes the environment's network without being declared. */
export async function networkDrift({ environment, clients: { ec2: client } }: Session): Promise<Drift[]> {
  const declared = new Set(workloads(environment).map((workload) => taskGroupName(environment, workload)));
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
      const [rules, tables, acls] = await Promise.all([
        mapConcurrently([...ids.values()], (id) =>
          listAll(
            'ec2:DescribeSecurityGroupRules',
            paginateDescribeSecurityGroupRules({ client }, where('group-id', id)),
            ({ SecurityGroupRules }) => SecurityGroupRules,
          ),
        ),
        listAll(
          'ec2:DescribeRouteTables',
          paginateDescribeRouteTables({ client }, where('vpc-id', vpc)),
          ({ RouteTables }) => RouteTables,
        ),
        listAll(
          'ec2:DescribeNetworkAcls',
          paginateDescribeNetworkAcls({ client }, where('vpc-id', vpc)),
          ({ NetworkAcls }) => NetworkAcls,
        ),
      ]);
      const ofGroups = await mapConcurrently([...[...ids.keys()].entries()], async ([index, name]) =>
        ruleDrift(environment, name, ids, await withoutLoadBalancer(environment, client, rules[index] ?? [])),
      );
      return [
        ...ofGroups.flat(),
        ...tables.flatMap((table) => routeDrift(environment, table)),
        ...acls.flatMap((acl) => aclDrift(environment, acl)),
      ];
    }),
  );
  return found.flat();
}

function where(Name: string, value: string) {
  return { Filters: [{ Name, Values: [value] }] };
}
