import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, type Filter } from '@aws-sdk/client-ec2';
import type { NetworkConfiguration } from '@aws-sdk/client-ecs';
import type { Environment } from '../../lib/environment/environment';
import { taskGroupName } from '../../lib/environment/task-groups';
import { identityTags } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import type { Workload } from '../../lib/tasks/workload';
import { request } from '../aws/aws-failure';
import { CommandFailure } from '../cli/command-failure';
import type { Session } from '../stores/session';

/**
 * The network that the stack gives to the tasks of a service or task, found by the declaration and without Terraform's state: the security
 * group by its name and the tags of the environment, and in its VPC the subnets by their ranges, of which a VPC has no two alike. Those of
 * a VPC that exists are declared by their ids.
 *
 * @throws CommandFailure if it is not deployed as it is declared, or there are several
 */
export async function environmentNetwork(
  { environment, clients: { ec2 } }: Session,
  workload: Pick<Workload, 'name'>,
): Promise<NetworkConfiguration> {
  const { name, network } = environment;
  const groupName = taskGroupName(environment, workload);
  const ofEnvironment = Object.entries(identityTags(environment)).map(([key, value]) => filter(`tag:${key}`, value));
  const { SecurityGroups = [] } = await request('ec2:DescribeSecurityGroups', () =>
    ec2.send(
      new DescribeSecurityGroupsCommand({
        Filters: [filter('group-name', groupName), ...ofEnvironment],
      }),
    ),
  );
  const { placement = 'public', existingVpc } = network;
  const assignPublicIp = placement === 'public' ? 'ENABLED' : 'DISABLED';
  if (existingVpc !== undefined) {
    const subnets = existingVpc[placement === 'public' ? 'publicSubnetIds' : 'privateSubnetIds'] ?? [];
    const group = SecurityGroups.find(({ VpcId }) => VpcId === existingVpc.vpcId)?.GroupId;
    if (group === undefined) {
      throw notDeployed(environment, groupName, existingVpc.vpcId);
    }
    return { awsvpcConfiguration: { subnets: [...subnets], securityGroups: [group], assignPublicIp } };
  }
  const declared = (placement === 'public' ? network.publicSubnets : network.privateSubnets) ?? [];
  const ranges = declared.map(({ cidrBlock }) => cidrBlock);
  const found = await Promise.all(
    SecurityGroups.map(async ({ GroupId = '', VpcId = '' }) => {
      const { Subnets = [] } = await request('ec2:DescribeSubnets', () =>
        ec2.send(
          new DescribeSubnetsCommand({
            Filters: [filter('vpc-id', VpcId), filter('cidr-block', ...ranges), ...ofEnvironment],
          }),
        ),
      );
      return { vpc: VpcId, securityGroup: GroupId, subnets: Subnets.map(({ SubnetId = '' }) => SubnetId) };
    }),
  );
  // A deployment of which a reply was lost may have left a second VPC, without subnets.
  const complete = found.filter(({ subnets }) => subnets.length === ranges.length);
  const [deployed, ...others] = complete;
  if (deployed === undefined) {
    throw notDeployed(environment, groupName, `a VPC with its subnets ${ranges.join(', ')}`);
  }
  if (others.length > 0) {
    throw new CommandFailure(
      `Several VPCs have the security group and the subnets of ${name}: ${complete.map(({ vpc }) => vpc).join(', ')}.`,
      { remedy: `Delete those that are not in the state. This shows them: ${operatorCommands(environment).recover}` },
    );
  }
  const { subnets, securityGroup } = deployed;
  return { awsvpcConfiguration: { subnets, securityGroups: [securityGroup], assignPublicIp } };
}

function notDeployed(environment: Environment, groupName: string, place: string): CommandFailure {
  const { name } = environment;
  return new CommandFailure(
    `The network of ${name} is not deployed as it is declared: there is no security group ${groupName} with the ` +
      `tags of ${name} in ${place}. Deploy it: ${operatorCommands(environment).deploy}`,
  );
}

function filter(Name: string, ...Values: string[]): Filter {
  return { Name, Values };
}
