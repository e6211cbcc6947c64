import type { SecurityGroupRule as LiveRule } from '@aws-sdk/client-ec2';
import type { Environment } from '../../lib/environment/environment';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { portRange, type SecurityGroupRule } from '../../lib/network/network-config';
import { shown } from '../../lib/validation/messages';
import { remedyForUndeclared, type Drift } from './drift';

/**
 * The rules of the environment's security group that are not declared. Terraform knows each of its rules by an id, and no others.
 *
 * @param rules - all that the group has
 */
export function ruleDrift(environment: Environment, groupId: string, rules: readonly LiveRule[]): Drift[] {
  const commands = operatorCommands(environment);
  const { ingress, egress } = environment.network;
  const declared = new Set([
    ...['ingress', 'egress'].map((direction) => traffic(direction, '-1', undefined, undefined, groupId)),
    ...ingress.map((rule) => declaredTraffic('ingress', rule)),
    ...egress.map((rule) => declaredTraffic('egress', rule)),
  ]);
  return rules
    .map((rule) => ({ rule, direction: rule.IsEgress === true ? 'egress' : 'ingress' }) as const)
    .filter(({ rule, direction }) => !declared.has(liveTraffic(direction, rule)))
    .map(({ rule, direction }): Drift => {
      const { SecurityGroupRuleId = '', Description = '' } = rule;
      const description = Description === '' ? '' : `, described as ${shown(Description)}`;
      return {
        resource: `security group ${groupId}`,
        found: `has a rule for ${liveTraffic(direction, rule)}${description}`,
        declared: `no such rule in network.${direction}`,
        remedy: remedyForUndeclared(commands.revokeRule(direction, groupId, SecurityGroupRuleId)),
      };
    });
}

function declaredTraffic(direction: string, rule: SecurityGroupRule): string {
  const { from, to } = portRange(rule);
  return traffic(direction, rule.protocol === 'all' ? '-1' : rule.protocol, from, to, rule.cidrBlock);
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
