import { DataAwsSecurityGroups } from '@cdktf/provider-aws/lib/data-aws-security-groups';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { refuseToCreate } from '../aws/refuse-to-create';
import { textOf } from '../validation/harmless-text';
import { DELETED_AFTER_USE } from './deleted-after-use';
import { portRange, securityGroupRuleId, type SecurityGroupRule } from './network-config';

export interface ApplicationSecurityGroupProps {
  /** Name of the group, up to 255 characters, not starting with `sg-`. */
  readonly name: string;

  /** The VPC that it belongs to. */
  readonly vpcId: string;

  /** What may reach the tasks, in addition to each other. */
  readonly ingress: readonly SecurityGroupRule[];

  /** What the tasks may reach, in addition to each other. */
  readonly egress: readonly SecurityGroupRule[];

  /**
   * The command that brings what exists into the state, where the VPC is not the environment's own and may contain the group already:
   * the plan fails then.
   *
   * @default - the plan succeeds
   */
  readonly recoverCommand?: string;
}

/** The security group of a service or task. */
export interface TaskSecurityGroup {
  /** Id of the group. */
  readonly securityGroupId: string;

  /** All of its rules, without which tasks reach nothing. */
  readonly rules: readonly ITerraformDependable[];
}

/** The security group of all tasks of an environment: they reach each other, and otherwise only what the rules say. */
export class ApplicationSecurityGroup extends Construct implements TaskSecurityGroup {
  /** Id of the group. */
  public readonly securityGroupId: string;
  /** All of its rules. */
  public readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ApplicationSecurityGroupProps) {
    super(scope, id);
    const { name, vpcId, ingress, egress, recoverCommand } = props;

    const { tags, lifecycle } =
      recoverCommand === undefined ? { tags: { Name: name } } : this.guard(props, recoverCommand);
    const securityGroup = new SecurityGroup(this, 'group', {
      name,
      description: 'Security Group for Application',
      vpcId,
      tags,
      lifecycle: { ...DELETED_AFTER_USE, ...lifecycle },
    });
    this.securityGroupId = securityGroup.id;

    const itself = {
      ipProtocol: '-1',
      referencedSecurityGroupId: securityGroup.id,
      securityGroupId: securityGroup.id,
      lifecycle: DELETED_AFTER_USE,
    };
    this.rules = [
      new VpcSecurityGroupIngressRule(this, 'self-ingress', { ...itself, description: 'Allow from itself' }),
      new VpcSecurityGroupEgressRule(this, 'self-egress', { ...itself, description: 'Allow to itself' }),
      ...ingressRules(this, securityGroup.id, ingress),
      ...egressRules(this, securityGroup.id, egress),
    ];
  }

  private guard({ name, vpcId }: ApplicationSecurityGroupProps, recoverCommand: string) {
    const existing = new DataAwsSecurityGroups(this, 'existing-groups', {
      filter: [
        { name: 'group-name', values: [name] },
        { name: 'vpc-id', values: [vpcId] },
      ],
    });
    return refuseToCreate({
      exists: `length(data.aws_security_groups.${existing.friendlyUniqueId}.ids) > 0`,
      what: `The security group ${name}`,
      recoverCommand,
      tags: { Name: name },
    });
  }
}

/** Rules that let something into a group. */
export function ingressRules(scope: Construct, securityGroupId: string, rules: readonly SecurityGroupRule[]) {
  return byId(rules).map(
    (rule) =>
      new VpcSecurityGroupIngressRule(
        scope,
        `ingress-${securityGroupRuleId(rule)}`,
        toRuleConfig(securityGroupId, rule),
      ),
  );
}

/** Rules that let something out of a group. */
export function egressRules(scope: Construct, securityGroupId: string, rules: readonly SecurityGroupRule[]) {
  return byId(rules).map(
    (rule) =>
      new VpcSecurityGroupEgressRule(scope, `egress-${securityGroupRuleId(rule)}`, toRuleConfig(securityGroupId, rule)),
  );
}

function toRuleConfig(securityGroupId: string, rule: SecurityGroupRule) {
  const { from, to } = portRange(rule);
  return {
    securityGroupId,
    description: textOf(rule.description),
    ipProtocol: rule.protocol === 'all' ? '-1' : rule.protocol,
    fromPort: from,
    toPort: to,
    cidrIpv4: rule.cidrBlock,
    referencedSecurityGroupId: rule.securityGroupId,
    prefixListId: rule.prefixListId,
    lifecycle: DELETED_AFTER_USE,
  };
}

/** Rules may be written down in any order. */
function byId(rules: readonly SecurityGroupRule[]): SecurityGroupRule[] {
  return rules.toSorted((a, b) => (securityGroupRuleId(a) < securityGroupRuleId(b) ? -1 : 1));
}
