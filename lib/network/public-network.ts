import { DataAwsVpcs } from '@cdktf/provider-aws/lib/data-aws-vpcs';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { refuseToCreate } from '../aws/refuse-to-create';
import { identityTags, namePrefix, type EnvironmentIdentity } from '../naming/names';
import type { SubnetConfig } from './network-config';
import { byRange, firstOfZones, subnetScopeId } from './subnets';

export interface PublicNetworkProps {
  /** The environment that it belongs to. */
  readonly identity: EnvironmentIdentity;

  /** The command that brings what exists into the state. */
  readonly recoverCommand: string;

  /** IPv4 range of the VPC: a network address, `/16` to `/28`. */
  readonly vpcCidrBlock: string;

  /** The subnets, disjoint and inside the VPC. */
  readonly publicSubnets: readonly SubnetConfig[];
}

/** A VPC whose subnets all have a route to the internet. */
export class PublicNetwork extends Construct {
  /** Id of the VPC. */
  public readonly vpcId: string;
  /** Ids of the subnets, in the order of their configuration. */
  public readonly subnetIds: readonly string[];

  /** What connects the subnets with the internet. */
  public readonly routes: readonly ITerraformDependable[];

  /** What connects the VPC with the internet. */
  public readonly internetGateway: ITerraformDependable;

  /** Ids of one subnet in each zone, by zone. */
  public readonly zonalSubnetIds: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, props: PublicNetworkProps) {
    super(scope, id);
    const { identity, recoverCommand, vpcCidrBlock, publicSubnets } = props;
    const prefix = namePrefix(identity);

    const existing = new DataAwsVpcs(this, 'existing-vpcs', {
      tags: identityTags(identity),
      // With another range it is replaced, which is no loss of the state.
      filter: [{ name: 'cidr', values: [vpcCidrBlock] }],
    });
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: vpcCidrBlock,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      ...refuseToCreate({
        exists: `length(data.aws_vpcs.${existing.friendlyUniqueId}.ids) > 0`,
        what: `The VPC of ${prefix}`,
        recoverCommand,
        tags: { Name: prefix },
      }),
    });
    // AWS makes one that lets its members reach each other and the world. Without rules, whoever is put into it by mistake is cut off.
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      // Left out, rules that somebody adds later would stay, and not be seen.
      ingress: [],
      egress: [],
      tags: { Name: `${prefix}-default` },
    });

    const internetGateway = new InternetGateway(this, 'internet-gateway', {
      vpcId: vpc.id,
      tags: { Name: prefix },
    });
    const routeTable = new RouteTable(this, 'route-table', { vpcId: vpc.id, tags: { Name: `${prefix}-public` } });
    const defaultRoute = new Route(this, 'default-route', {
      routeTableId: routeTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: internetGateway.id,
    });

    const subnets = byRange(publicSubnets).map(({ cidrBlock, availabilityZone }) => {
      const subnetScope = new Construct(this, subnetScopeId('public', cidrBlock));
      const subnet = new Subnet(subnetScope, 'subnet', {
        vpcId: vpc.id,
        cidrBlock,
        availabilityZone,
        tags: { Name: `${prefix}-public-${availabilityZone}` },
      });
      const association = new RouteTableAssociation(subnetScope, 'route-table-association', {
        subnetId: subnet.id,
        routeTableId: routeTable.id,
      });
      return { availabilityZone, subnet, association };
    });

    this.vpcId = vpc.id;
    this.subnetIds = subnets.map(({ subnet }) => subnet.id);
    this.internetGateway = internetGateway;
    this.zonalSubnetIds = firstOfZones(subnets.map(({ availabilityZone, subnet }) => [availabilityZone, subnet.id]));
    this.routes = [defaultRoute, ...subnets.map(({ association }) => association)];
  }
}
