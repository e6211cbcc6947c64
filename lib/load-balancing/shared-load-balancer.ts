import { DataAwsLb } from '@cdktf/provider-aws/lib/data-aws-lb';
import { DataAwsLbListener } from '@cdktf/provider-aws/lib/data-aws-lb-listener';
import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { DataAwsSecurityGroups } from '@cdktf/provider-aws/lib/data-aws-security-groups';
import { Construct } from 'constructs';
import type { LoadBalancer } from './load-balancer';

/** What routes, outputs and metrics need of a load balancer, whoever made it. */
export type RoutingLoadBalancer = Pick<LoadBalancer, 'dnsName' | 'arnSuffix' | 'listenerArn' | 'securityGroupId'>;

export interface SharedLoadBalancerProps {
  /** Its name. */
  readonly name: string;

  /** Name of its security group. */
  readonly securityGroupName: string;

  /** The VPC in which it must be. */
  readonly vpcId: string;

  /** Name of the environment that made it. */
  readonly owner: string;
}

/** The load balancer of another stack, looked up by its name: the plan fails where there is none, and says so. */
export class SharedLoadBalancer extends Construct implements RoutingLoadBalancer {
  /** The name that AWS gives it. */
  public readonly dnsName: string;

  /** The end of its ARN, by which the metrics of CloudWatch know it. */
  public readonly arnSuffix: string;

  /** ARN of the listener that routes. */
  public readonly listenerArn: string;

  /** Id of its security group. */
  public readonly securityGroupId: string;

  constructor(scope: Construct, id: string, { name, securityGroupName, vpcId, owner }: SharedLoadBalancerProps) {
    super(scope, id);
    // What looks up one thing fails without a word about which it was. What looks up several may find none.
    const deployed = new DataAwsSecurityGroups(this, 'groups', {
      filter: [
        { name: 'group-name', values: [securityGroupName] },
        { name: 'vpc-id', values: [vpcId] },
      ],
      lifecycle: {
        postcondition: [
          {
            condition: '${length(self.ids) == 1}',
            errorMessage:
              `The load balancer of ${owner} is not in ${vpcId}. Deploy ${owner} with its load balancer first, and name its VPC in ` +
              'network.existingVpc, as the output existing_vpc of its stack says.',
          },
        ],
      },
    });
    const dependsOn = [deployed];
    const securityGroup = new DataAwsSecurityGroup(this, 'group', { name: securityGroupName, vpcId, dependsOn });
    const loadBalancer = new DataAwsLb(this, 'load-balancer', { name, dependsOn });
    const https = new DataAwsLbListener(this, 'https', { loadBalancerArn: loadBalancer.arn, port: 443 });

    this.dnsName = loadBalancer.dnsName;
    this.arnSuffix = loadBalancer.arnSuffix;
    this.listenerArn = https.arn;
    this.securityGroupId = securityGroup.id;
  }
}
