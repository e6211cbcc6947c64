import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { securityGroupRuleId, type SecurityGroupRule } from './network-config';

export interface ApplicationSecurityGroupProps {
  readonly name: string;
  readonly vpcId: string;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
}

/** The security group of all tasks of an environment: they reach each other, and otherwise only what the rules say. */
export class ApplicationSecurityGroup extends Construct {
  public readonly securityGroupId: string;

  constructor(scope: Construct, id: string, { name, vpcId, ingress, egress }: ApplicationSecurityGroupProps) {
    super(scope, id);

    const securityGroup = new SecurityGroup(this, 'group', {
      name,
      description: 'Security Group for Application',
      vpcId,
      tags: { Name: name },
    });
    this.securityGroupId = securityGroup.id;

    const itself = { ipProtocol: '-1', referencedSecurityGroupId: securityGroup.id, securityGroupId: securityGroup.id };
    new VpcSecurityGroupIngressRule(this, 'self-ingress', { ...itself, description: 'Allow from itself' });
    new VpcSecurityGroupEgressRule(this, 'self-egress', { ...itself, description: 'Allow to itself' });

    for (const rule of ingress) {
      new VpcSecurityGroupIngressRule(this, `ingress-${securityGroupRuleId(rule)}`, this.toRuleConfig(rule));
    }
    for (const rule of egress) {
      new VpcSecurityGroupEgressRule(this, `egress-${securityGroupRuleId(rule)}`, this.toRuleConfig(rule));
    }
  }

  private toRuleConfig({ description, protocol, ports, cidrBlock }: SecurityGroupRule) {
    const { from, to } = typeof ports === 'number' ? { from: ports, to: ports } : { from: ports?.from, to: ports?.to };
    return {
      securityGroupId: this.securityGroupId,
      description,
      ipProtocol: protocol === 'all' ? '-1' : protocol,
      fromPort: from,
      toPort: to,
      cidrIpv4: cidrBlock,
    };
  }
}
