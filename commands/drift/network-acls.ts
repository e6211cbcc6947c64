import type { NetworkAcl, NetworkAclEntry } from '@aws-sdk/client-ec2';
import type { Environment } from '../../lib/environment/environment';
import { operatorCommands } from '../../lib/naming/operator-commands';
import type { Drift } from './drift';

/**
 * Where a network ACL of the environment's VPC, of which the declaration knows nothing, differs from the one that AWS makes with a VPC.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
 */
export function aclDrift(environment: Environment, acl: NetworkAcl): Drift[] {
  const { NetworkAclId = '', Associations = [], Entries = [] } = acl;
  if (Associations.length === 0) {
    return [];
  }
  const commands = operatorCommands(environment);
  const drift = (found: string, remedy: string): Drift => ({
    resource: `network ACL ${NetworkAclId}`,
    found,
    declared: 'no network ACL, so that the security group alone decides',
    remedy,
  });
  const added = Entries.filter((entry) => !isOfDefault(entry)).map((entry) => {
    const { RuleNumber = 0, Egress = false } = entry;
    return drift(
      `has the rule ${RuleNumber}: ${describe(entry)}`,
      `Remove it: ${commands.deleteAclEntry(NetworkAclId, RuleNumber, direction(Egress))}`,
    );
  });
  const removed = [false, true]
    .filter((egress) => !Entries.some((entry) => entry.Egress === egress && isAllowAll(entry)))
    .map((egress) =>
      drift(
        `does not allow everything ${direction(egress)}`,
        `Allow it again: ${commands.allowAllByAcl(NetworkAclId, direction(egress))}`,
      ),
    );
  return [...added, ...removed];
}

function isOfDefault(entry: NetworkAclEntry): boolean {
  // AWS ends every network ACL with a rule that denies the rest, and that cannot be changed.
  return isAllowAll(entry) || (entry.RuleNumber ?? 0) > 32766;
}

function isAllowAll({ RuleNumber, RuleAction, Protocol, CidrBlock }: NetworkAclEntry): boolean {
  return RuleNumber === 100 && RuleAction === 'allow' && Protocol === '-1' && CidrBlock === '0.0.0.0/0';
}

function describe({ Egress = false, RuleAction, Protocol, PortRange, CidrBlock, Ipv6CidrBlock }: NetworkAclEntry) {
  const protocol = Protocol === '-1' ? 'everything' : `protocol ${Protocol}`;
  const ports = PortRange === undefined ? '' : ` ports ${PortRange.From} to ${PortRange.To}`;
  return `${RuleAction} ${protocol}${ports} ${direction(Egress)} for ${CidrBlock ?? Ipv6CidrBlock}`;
}

function direction(egress: boolean): 'ingress' | 'egress' {
  return egress ? 'egress' : 'ingress';
}
