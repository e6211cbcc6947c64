import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { egressRules, ingressRules, type TaskSecurityGroup } from './application-security-group';
import { DELETED_AFTER_USE } from './deleted-after-use';
import type { MemberGroup } from './member-groups';
import type { SecurityGroupRule } from './network-config';

export interface MemberSecurityGroupsProps {
  /** The groups of all services and tasks, with their names: up to 255 characters, not starting with `sg-`. */
  readonly groups: readonly (MemberGroup & { readonly groupName: string })[];

  /** The VPC that they belong to. */
  readonly vpcId: string;

  /** What all members may reach, in addition to those that let them in. */
  readonly egress: readonly SecurityGroupRule[];
}

/** A security group for each service and task of an environment, which reaches what its rules say and nothing else. */
export class MemberSecurityGroups extends Construct {
  private readonly groups: ReadonlyMap<string, TaskSecurityGroup>;

  constructor(scope: Construct, id: string, { groups, vpcId, egress }: MemberSecurityGroupsProps) {
    super(scope, id);

    // All groups first: rules name those of others, which may name this one in turn.
    const created = groups.map((group) => {
      // The name alone may be what every object has, such as "constructor", which `constructs` takes for an id that is in use.
      const groupScope = new Construct(this, `${group.name}-tasks`);
      const securityGroup = new SecurityGroup(groupScope, 'group', {
        name: group.groupName,
        description: `Security group of ${group.name}`,
        vpcId,
        tags: { Name: group.groupName },
        lifecycle: DELETED_AFTER_USE,
      });
      return { group, groupScope, securityGroupId: securityGroup.id };
    });
    const ids = new Map(created.map(({ group, securityGroupId }) => [group.name, securityGroupId]));
    const tcp = (securityGroupId: string, member: string, port: number) => ({
      securityGroupId,
      referencedSecurityGroupId: ids.get(member),
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      lifecycle: DELETED_AFTER_USE,
    });
    this.groups = new Map(
      created.map(({ group, groupScope, securityGroupId }) => [
        group.name,
        {
          securityGroupId,
          rules: [
            ...group.from.map(
              ({ member, port }) =>
                new VpcSecurityGroupIngressRule(groupScope, `from-${member}-${port}`, {
                  ...tcp(securityGroupId, member, port),
                  description: `Allow from ${member}`,
                }),
            ),
            ...group.to.map(
              ({ member, port }) =>
                new VpcSecurityGroupEgressRule(groupScope, `to-${member}-${port}`, {
                  ...tcp(securityGroupId, member, port),
                  description: `Allow to ${member}`,
                }),
            ),
            ...ingressRules(groupScope, securityGroupId, group.ingress),
            ...egressRules(groupScope, securityGroupId, egress),
          ],
        },
      ]),
    );
  }

  /** The group of one service or task. */
  public of(member: string): TaskSecurityGroup {
    const group = this.groups.get(member);
    if (group === undefined) {
      throw new Error(`${member} has no security group`);
    }
    return group;
  }
}
