import type { SecurityGroupRule as LiveRule } from '@aws-sdk/client-ec2';
import type { Environment } from '../../lib/environment/environment';
import { taskGroupName, taskGroups } from '../../lib/environment/task-groups';
import { operatorCommands } from '../../lib/naming/operator-commands';
import type { MemberRule } from '../../lib/network/member-groups';
import { otherSide, portRange, type SecurityGroupRule } from '../../lib/network/network-config';
import { shown } from '../../lib/validation/messages';
import { remedyForUndeclared, type Drift } from './drift';

/**
 * The rules of a security group of tasks that are not declared. Terraform knows each of its rules by an id, and no others.
 *
 * @param name - of the group
 * @param ids - the ids of all security groups of tasks in its VPC, by name
 * @param rules - all that the group has
 */
export function ruleDrift(
  environment: Environment,
  name: string,
  ids: ReadonlyMap<string, string>,
  rules: readonly LiveRule[],
): Drift[] {
  const groupId = ids.get(name) ?? '';
  const { traffic: declared, fields } = declaredRules(environment, name, ids);
  return rules
    .map((rule) => ({ rule, direction: rule.IsEgress === true ? 'egress' : 'ingress' }) as const)
    .filter(({ rule, direction }) => !declared.has(liveTraffic(direction, rule)))
    .map(({ rule, direction }) => undeclaredRule(environment, groupId, rule, `no such rule in ${fields[direction]}`));
}

/**
 * A rule that is not declared.
 *
 * @param declared - what the declaration says in its place
 */
export function undeclaredRule(environment: Environment, groupId: string, rule: LiveRule, declared: string): Drift {
  const { SecurityGroupRuleId = '', Description = '', IsEgress = false } = rule;
  const direction = IsEgress ? 'egress' : 'ingress';
  const description = Description === '' ? '' : `, described as ${shown(Description)}`;
  return {
    resource: `security group ${groupId}`,
    found: `has a rule for ${liveTraffic(direction, rule)}${description}`,
    declared,
    remedy: remedyForUndeclared(operatorCommands(environment).revokeRule(direction, groupId, SecurityGroupRuleId)),
  };
}

/** What is declared of a group, and where. */
function declaredRules(environment: Environment, name: string, ids: ReadonlyMap<string, string>) {
  const { ingress, egress } = environment.network;
  const out = egress.map((rule) => declaredTraffic('egress', rule));
  const own = taskGroups(environment).find((group) => group.groupName === name);
  if (own === undefined) {
    const itself = (direction: string) => traffic(direction, '-1', undefined, undefined, ids.get(name) ?? '');
    return {
      traffic: new Set([
        ...[itself('ingress'), itself('egress'), ...out],
        ...ingress.map((rule) => declaredTraffic('ingress', rule)),
      ]),
      fields: { ingress: 'network.ingress', egress: 'network.egress' },
    };
  }
  const between = (direction: string, { member, port }: MemberRule) => {
    const other = ids.get(taskGroupName(environment, { name: member })) ?? '';
    return traffic(direction, 'tcp', port, port, other);
  };
  return {
    traffic: new Set([
      ...out,
      ...own.ingress.map((rule) => declaredTraffic('ingress', rule)),
      ...own.from.map((rule) => between('ingress', rule)),
      ...own.to.map((rule) => between('egress', rule)),
    ]),
    fields: {
      ingress: `allowFrom or ingress of ${own.name}`,
      egress: `network.egress, or allowFrom of a service that names ${own.name}`,
    },
  };
}

function declaredTraffic(direction: string, rule: SecurityGroupRule): string {
  const { from, to } = portRange(rule);
  return traffic(direction, rule.protocol === 'all' ? '-1' : rule.protocol, from, to, otherSide(rule) ?? '');
}

/** What a rule of AWS allows, in these words. */
export function liveTraffic(direction: string, rule: LiveRule): string {
  const { IpProtocol = '', FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo } = rule;
  const other = CidrIpv4 ?? CidrIpv6 ?? PrefixListId ?? ReferencedGroupInfo?.GroupId ?? 'anything';
  return traffic(direction, IpProtocol, FromPort, ToPort, other);
}

/** What a rule allows, in words that are the same for the same traffic. With every protocol AWS gives every port, as -1. */
export function traffic(
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
