import {
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  type EC2Client,
  type SecurityGroupRule as LiveRule,
} from '@aws-sdk/client-ec2';
import type { Environment } from '../../lib/environment/environment';
import { loadBalancerSources, routedServices } from '../../lib/environment/routed-services';
import { taskGroupName } from '../../lib/environment/task-groups';
import { loadBalancerSecurityGroupName } from '../../lib/naming/names';
import { listAll } from '../aws/pages';
import type { Session } from '../stores/session';
import type { Drift } from './drift';
import { liveTraffic, traffic, undeclaredRule } from './security-group-rules';

/** What lets somebody reach the load balancer, or lets it reach something, without being declared. */
export async function loadBalancerDrift({ environment, clients: { ec2 } }: Session): Promise<Drift[]> {
  const [own] = await loadBalancerGroups(environment, ec2);
  if (own === undefined) {
    return [];
  }
  const names = new Set(routedServices(environment).map(({ workload }) => taskGroupName(environment, workload)));
  const tasks = (await Promise.all([...names].map((name) => groupsNamed(name, ec2)))).flat();
  const rules = await listAll(
    'ec2:DescribeSecurityGroupRules',
    paginateDescribeSecurityGroupRules({ client: ec2 }, { Filters: [{ Name: 'group-id', Values: [own] }] }),
    ({ SecurityGroupRules }) => SecurityGroupRules,
  );
  return loadBalancerRuleDrift(environment, own, tasks, rules);
}

/**
 * The rules of the load balancer's security group that are not declared.
 *
 * @param taskGroupIds - of the security groups that it may reach
 * @param rules - all that the group has
 */
export function loadBalancerRuleDrift(
  environment: Environment,
  groupId: string,
  taskGroupIds: readonly string[],
  rules: readonly LiveRule[],
): Drift[] {
  const { loadBalancer } = environment;
  const ranges = loadBalancer === undefined ? [] : loadBalancerSources(environment, loadBalancer);
  const declared = new Set([
    ...ranges.flatMap((range) => [80, 443].map((port) => traffic('ingress', 'tcp', port, port, range))),
    ...routedServices(environment).flatMap(({ port }) =>
      taskGroupIds.map((group) => traffic('egress', 'tcp', port, port, group)),
    ),
  ]);
  return rules
    .filter((rule) => !declared.has(liveTraffic(rule.IsEgress === true ? 'egress' : 'ingress', rule)))
    .map((rule) => {
      const declaration = rule.IsEgress === true ? 'route on this port' : 'such rule by loadBalancer.ingressCidrBlocks';
      return undeclaredRule(environment, groupId, rule, `no ${declaration}`);
    });
}

/** Without the rules that let the load balancer reach the services that have a route: they are declared, though not in the network. */
export async function withoutLoadBalancer(
  environment: Environment,
  ec2: EC2Client,
  rules: readonly LiveRule[],
): Promise<readonly LiveRule[]> {
  const groups = await loadBalancerGroups(environment, ec2);
  const declared = new Set(
    routedServices(environment).flatMap(({ port }) =>
      groups.map((group) => traffic('ingress', 'tcp', port, port, group)),
    ),
  );
  return rules.filter((rule) => rule.IsEgress === true || !declared.has(liveTraffic('ingress', rule)));
}

async function loadBalancerGroups(environment: Environment, ec2: EC2Client): Promise<string[]> {
  return environment.loadBalancer === undefined ? [] : groupsNamed(loadBalancerSecurityGroupName(environment), ec2);
}

async function groupsNamed(name: string, client: EC2Client): Promise<string[]> {
  const groups = await listAll(
    'ec2:DescribeSecurityGroups',
    paginateDescribeSecurityGroups({ client }, { Filters: [{ Name: 'group-name', Values: [name] }] }),
    ({ SecurityGroups }) => SecurityGroups,
  );
  return groups.map(({ GroupId = '' }) => GroupId);
}
