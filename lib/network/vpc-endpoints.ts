import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { DELETED_AFTER_USE } from './deleted-after-use';
import { isGateway, type EndpointService } from './endpoint-services';

export interface VpcEndpointsProps {
  /** First part of the `Name` tags. */
  readonly namePrefix: string;

  /** Name of their security group. */
  readonly securityGroupName: string;

  /** AWS Region. */
  readonly region: string;

  /** The VPC that they belong to. */
  readonly vpcId: string;

  /** IPv4 range of the VPC, from which they are reached. */
  readonly vpcCidrBlock: string;

  /** The services that they lead to. */
  readonly services: readonly EndpointService[];

  /** Ids of the subnets in which those with addresses have one, each in a zone of its own. */
  readonly subnetIds: readonly string[];

  /** Ids of the route tables that lead to the others. */
  readonly routeTableIds: readonly string[];
}

/**
 * What may pass is a matter of the roles of the tasks, and of AWS: ECS pulls layers of images from buckets of AWS.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
const FULL_ACCESS = { Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }] };

/** Ways from a VPC to services of AWS that do not lead through the internet. */
export class VpcEndpoints extends Construct {
  /** What tasks must have before they start, or they reach none of the services. */
  public readonly dependencies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: VpcEndpointsProps) {
    super(scope, id);
    const { namePrefix, securityGroupName, region, vpcId, vpcCidrBlock, services, subnetIds, routeTableIds } = props;
    const lifecycle = DELETED_AFTER_USE;

    // Without a rule for what they send: they only answer, which a security group lets through.
    const securityGroup = new SecurityGroup(this, 'security-group', {
      name: securityGroupName,
      description: 'VPC endpoints',
      vpcId,
      tags: { Name: securityGroupName },
      lifecycle,
    });
    const ingress = new VpcSecurityGroupIngressRule(this, 'https-from-vpc', {
      securityGroupId: securityGroup.id,
      description: 'Allow HTTPS from the VPC',
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrIpv4: vpcCidrBlock,
      lifecycle,
    });
    const endpoints = services.map((service) => {
      const common = {
        vpcId,
        serviceName: `com.amazonaws.${region}.${service}`,
        // That of AWS, written down: otherwise a change of it would not be seen.
        policy: JSON.stringify(FULL_ACCESS),
        tags: { Name: `${namePrefix}-${service}` },
        lifecycle,
      };
      return new VpcEndpoint(this, service.replace('.', '-'), {
        ...common,
        ...(isGateway(service)
          ? { vpcEndpointType: 'Gateway', routeTableIds: [...routeTableIds] }
          : {
              vpcEndpointType: 'Interface',
              subnetIds: [...subnetIds],
              securityGroupIds: [securityGroup.id],
              privateDnsEnabled: true,
            }),
      });
    });
    this.dependencies = [ingress, ...endpoints];
  }
}
