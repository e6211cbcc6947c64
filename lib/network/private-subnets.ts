import { Eip } from '@cdktf/provider-aws/lib/eip';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { DELETED_AFTER_USE } from './deleted-after-use';
import type { SubnetConfig } from './network-config';
import type { PublicNetwork } from './public-network';
import { byRange, firstOfZones, subnetScopeId, zonesOf } from './subnets';

export interface PrivateSubnetsProps {
  /** First part of the `Name` tags. */
  readonly namePrefix: string;

  /** Their VPC, with the public subnets in which the NAT gateways are. */
  readonly publicNetwork: PublicNetwork;

  /** The subnets, disjoint and inside the VPC. */
  readonly privateSubnets: readonly SubnetConfig[];

  /**
   * One NAT gateway, or one for each zone of the subnets.
   *
   * @default - none
   */
  readonly natGateways?: 'single' | 'perZone';
}

/** Subnets that nothing reaches from the internet, and that reach it by NAT gateways alone. */
export class PrivateSubnets extends Construct {
  /** Ids of the subnets, in the order of their ranges. */
  public readonly subnetIds: readonly string[];
  /** Ids of one subnet in each zone, by zone. */
  public readonly zonalSubnetIds: ReadonlyMap<string, string>;
  /** Ids of their route tables. */
  public readonly routeTableIds: readonly string[];
  /** What the routes of the subnets consist of. */
  public readonly routes: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    { namePrefix, publicNetwork, privateSubnets, natGateways }: PrivateSubnetsProps,
  ) {
    super(scope, id);
    const { vpcId } = publicNetwork;

    const zones = zonesOf(privateSubnets);
    const publicZones = [...publicNetwork.zonalSubnetIds.keys()];
    const [shared = ''] = [...zones.filter((zone) => publicZones.includes(zone)), ...publicZones];
    const natZones = { single: [shared], perZone: zones }[natGateways ?? 'single'];
    const gateways = new Map(
      (natGateways === undefined ? [] : natZones).map((zone) => [
        zone,
        this.createNatGateway(`${namePrefix}-nat-${zone}`, zone, publicNetwork),
      ]),
    );

    const created = byRange(privateSubnets).map(({ cidrBlock, availabilityZone }) => {
      const subnetScope = new Construct(this, subnetScopeId('private', cidrBlock));
      const tags = { Name: `${namePrefix}-private-${availabilityZone}` };
      const lifecycle = DELETED_AFTER_USE;
      const subnet = new Subnet(subnetScope, 'subnet', { vpcId, cidrBlock, availabilityZone, tags, lifecycle });
      // One for each, and not for each zone: another number of NAT gateways then changes no association.
      const table = new RouteTable(subnetScope, 'route-table', {
        vpcId,
        tags: { Name: `${namePrefix}-${subnetScope.node.id}` },
        lifecycle,
      });
      const association = new RouteTableAssociation(subnetScope, 'route-table-association', {
        subnetId: subnet.id,
        routeTableId: table.id,
        lifecycle,
      });
      const gateway = gateways.get(availabilityZone) ?? gateways.get(shared);
      const route =
        gateway &&
        new Route(subnetScope, 'default-route', {
          routeTableId: table.id,
          destinationCidrBlock: '0.0.0.0/0',
          natGatewayId: gateway.id,
          lifecycle,
        });
      return { availabilityZone, subnet, table, routes: [association, ...(route === undefined ? [] : [route])] };
    });

    this.subnetIds = created.map(({ subnet }) => subnet.id);
    this.zonalSubnetIds = firstOfZones(created.map(({ availabilityZone, subnet }) => [availabilityZone, subnet.id]));
    this.routeTableIds = created.map(({ table }) => table.id);
    // A NAT gateway works only where its own subnet has a route to the internet.
    this.routes = [...(gateways.size === 0 ? [] : publicNetwork.routes), ...created.flatMap(({ routes }) => routes)];
  }

  private createNatGateway(name: string, zone: string, publicNetwork: PublicNetwork): NatGateway {
    const scope = new Construct(this, `nat-${zone}`);
    const common = { tags: { Name: name }, lifecycle: DELETED_AFTER_USE, dependsOn: [publicNetwork.internetGateway] };
    const address = new Eip(scope, 'address', { domain: 'vpc', ...common });
    return new NatGateway(scope, 'gateway', {
      allocationId: address.allocationId,
      subnetId: publicNetwork.zonalSubnetIds.get(zone) ?? '',
      ...common,
    });
  }
}
