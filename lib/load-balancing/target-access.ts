import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface TargetAccessProps {
  /** Id of the load balancer's security group. */
  readonly loadBalancerGroupId: string;

  /** Id of the tasks' security group. */
  readonly taskGroupId: string;

  /** The port on which the tasks listen. */
  readonly port: number;
}

/** Lets a load balancer reach the tasks of a security group on one port: out of its own group, and into theirs. */
export class TargetAccess extends Construct {
  /** Both rules. */
  public readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { loadBalancerGroupId, taskGroupId, port }: TargetAccessProps) {
    super(scope, id);
    const traffic = { ipProtocol: 'tcp', fromPort: port, toPort: port };
    // Where the port changes, the tasks of before still listen on the old one until the deployment is done.
    const lifecycle = { createBeforeDestroy: true };
    this.rules = [
      new VpcSecurityGroupEgressRule(this, 'egress', {
        ...{ ...traffic, securityGroupId: loadBalancerGroupId, referencedSecurityGroupId: taskGroupId },
        description: 'To the tasks',
        lifecycle,
      }),
      new VpcSecurityGroupIngressRule(this, 'ingress', {
        ...{ ...traffic, securityGroupId: taskGroupId, referencedSecurityGroupId: loadBalancerGroupId },
        description: 'From the load balancer',
        lifecycle,
      }),
    ];
  }
}
