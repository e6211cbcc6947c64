import {
  paginateDescribeNetworkAcls,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
} from '@aws-sdk/client-ec2';
import { securityGroupName } from '../../lib/naming/names';
import { listAll } from '../aws/pages';
import type { Session } from '../stores/session';
import type { Drift } from './drift';
import { aclDrift } from './network-acls';
import { routeDrift } from './routes';
import { ruleDrift } from './security-group-rules';

/** What opens or closes the environment's network without being declared. */
export async function networkDrift({ environment, clients: { ec2: client } }: Session): Promise<Drift[]> {
  const groups = await listAll(
    'ec2:DescribeSecurityGroups',
    paginateDescribeSecurityGroups({ client }, where('group-name', securityGroupName(environment))),
    ({ SecurityGroups }) => SecurityGroups,
  );
  const found = await Promise.all(
    groups.map(async ({ GroupId = '', VpcId = '' }) => {
      const [rules, tables, acls] = await Promise.all([
        listAll(
          'ec2:DescribeSecurityGroupRules',
          paginateDescribeSecurityGroupRules({ client }, where('group-id', GroupId)),
          ({ SecurityGroupRules }) => SecurityGroupRules,
        ),
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
      ]);
      return [
        ...ruleDrift(environment, GroupId, rules),
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
