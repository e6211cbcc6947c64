import type { SecurityGroupRule as LiveRule } from '@aws-sdk/client-ec2';
import type { Environment } from '../../lib/environment/environment';
import { loadBalancerOwner, loadBalancerSources, routedServices } from '../../lib/environment/routed-services';
import { taskGroupName, taskGroups } from '../../lib/environment/task-groups';
import { loadBalancerSecurityGroupName } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import type { MemberRule } from '../../lib/network/member-groups';
import { otherSide, portRange, type SecurityGroupRule } from '../../lib/network/network-config';
import { shown } from '../../lib/validation/messages';
import { remedyForUndeclared, type Drift } from './drift';

/**
 * The rules of a security group of the environment, of tasks or of the load balancer, that are not declared. Terraform knows each of
 * its rules by an id, and no others.
 *
 * @param name - of the group
 * @param ids - the ids of all of these groups in its VPC, by name
 * @param rules - all that the group has
 * @param sharers - the environments that have the environment's load balancer, too
 */
export function ruleDrift(
  environment: Environment,
  name: string,
  ids: ReadonlyMap<string, string>,
  rules: readonly LiveRule[],
  sharers: readonly Environment[] = [],
): Drift[] {
  const groupId = ids.get(name) ?? '';
  const { traffic: declared, otherwise } = declaredRules(environment, name, ids, sharers);
  const commands = operatorCommands(environment);
  return rules
    .map((rule) => ({ rule, direction: rule.IsEgress === true ? 'egress' : 'ingress' }) as const)
    .filter(({ rule, direction }) => !declared.has(liveTraffic(direction, rule)))
    .map(({ rule, direction }): Drift => {
      const { SecurityGroupRuleId = '', Description = '' } = rule;
      const description = Description === '' ? '' : `, described as ${shown(Description)}`;
      return {
        resource: `security group ${groupId}`,
        found: `has a rule for ${liveTraffic(direction, rule)}${description}`,
        declared: otherwise[direction],
        remedy: remedyForUndeclared(commands.revokeRule(direction, groupId, SecurityGroupRuleId)),
      };
    });
}

interface DeclaredRules {
  readonly traffic: ReadonlySet<string>;
  /** What is declared in the place of any other rule. */
  readonly otherwise: Readonly<Record<'ingress' | 'egress', string>>;
}

/** The security groups of the services that a load balancer reaches, with the ports. */
export function routedGroups(environment: Environment): { readonly group: string; readonly port: number }[] {
  return routedServices(environment).map(({ workload, port }) => ({
    group: taskGroupName(environment, workload),
    port,
  }));
}

function declaredRules(
  environment: Environment,
  name: string,
  ids: ReadonlyMap<string, string>,
  sharers: readonly Environment[],
): DeclaredRules {
  const { loadBalancer, network } = environment;
  const withGroup = (direction: string, group: string, port: number) =>
    traffic(direction, 'tcp', port, port, ids.get(group) ?? '');
  const routed = routedGroups(environment);
  const balancer = loadBalancerSecurityGroupName(loadBalancerOwner(environment));
  if (loadBalancer !== undefined && name === balancer) {
    const ranges = loadBalancerSources(environment, loadBalancer);
    return {
      traffic: new Set([
        ...ranges.flatMap((range) => [80, 443].map((port) => traffic('ingress', 'tcp', port, port, range))),
        ...[...routed, ...sharers.flatMap(routedGroups)].map(({ group, port }) => withGroup('egress', group, port)),
      ]),
      otherwise: {
        ingress: 'no such rule by loadBalancer.ingressCidrBlocks',
        egress: 'no route on this port',
      },
    };
  }
  const common = [
    ...network.egress.map((rule) => declaredTraffic('egress', rule)),
    ...routed.filter(({ group }) => group === name).map(({ port }) => withGroup('ingress', balancer, port)),
  ];
  const own = taskGroups(environment).find((group) => group.groupName === name);
  if (own === undefined) {
    const itself = (direction: string) => traffic(direction, '-1', undefined, undefined, ids.get(name) ?? '');
    return {
      traffic: new Set([
        ...[itself('ingress'), itself('egress'), ...common],
        ...network.ingress.map((rule) => declaredTraffic('ingress', rule)),
      ]),
      otherwise: { ingress: 'no such rule in network.ingress', egress: 'no such rule in network.egress' },
    };
  }
  const between = (direction: string, { member, port }: MemberRule) =>
    withGroup(direction, taskGroupName(environment, { name: member }), port);
  return {
    traffic: new Set([
      ...common,
      ...own.ingress.map((rule) => declaredTraffic('ingress', rule)),
      ...own.from.map((rule) => between('ingress', rule)),
      ...own.to.map((rule) => between('egress', rule)),
    ]),
    otherwise: {
      ingress: `no such rule in allowFrom or ingress of ${own.name}`,
      egress: `no such rule in network.egress, or allowFrom of a service that names ${own.name}`,
    },
  };
}

function declaredTraffic(direction: string, rule: SecurityGroupRule): string {
  const { from, to } = portRange(rule);
  return traffic(direction, rule.protocol === 'all' ? '-1' : rule.protocol, from, to, otherSide(rule) ?? '');
}

function liveTraffic(direction: string, rule: LiveRule): string {
  const { IpProtocol = '', FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo } = rule;
  const other = CidrIpv4 ?? CidrIpv6 ?? PrefixListId ?? ReferencedGroupInfo?.GroupId ?? 'anything';
  return traffic(direction, IpProtocol, FromPort, ToPort, other);
}

/** What a rule allows, in words that are the same for the same traffic. With every protocol AWS gives every port, as -1. */
function traffic(
  direction: string,
  protocol: string,
  from: number | undefined,
  to: number | undefined,
  other: string,
): string {
  const ports = from === to ? `${from}` : `${from}-${to}`;
  const what = protocol === '-1' ? 'everything' : `${protocol} ${ports}`;
  return `${what} ${direction === 'egress' ? 'to' : 'from'} ${other}`;
}
