import type { Route, RouteTable } from '@aws-sdk/client-ec2';
import type { Environment } from '../../lib/environment/environment';
import { vpcEndpointServices } from '../../lib/environment/reach-rule';
import { namePrefix } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { isGateway } from '../../lib/network/endpoint-services';
import type { Drift } from './drift';

/** The routes of a table of the environment's VPC that are not declared. */
export function routeDrift(environment: Environment, table: RouteTable): Drift[] {
  const { RouteTableId = '', Routes = [] } = table;
  const commands = operatorCommands(environment);
  const declared = declaredRoutes(environment, table);
  return Routes.filter((route) => route.GatewayId !== 'local' && !declared.some(({ is }) => is(route))).map(
    (route): Drift => {
      const [kind, destination] = destinationOf(route);
      const { GatewayId = '' } = route;
      return {
        resource: `route table ${RouteTableId}`,
        found: `sends ${destination} to ${targetOf(route)}`,
        declared: declared.length === 0 ? 'no route' : `only ${declared.map(({ words }) => words).join(' and ')}`,
        remedy: GatewayId.startsWith('vpce-')
          ? `Remove the endpoint: ${commands.deleteVpcEndpoint(GatewayId)}`
          : `Remove it: ${commands.deleteRoute(RouteTableId, kind, destination)}`,
      };
    },
  );
}

interface DeclaredRoute {
  readonly words: string;
  readonly is: (route: Route) => boolean;
}

/** A table is known by its name; that of the VPC itself has none, and no routes. */
function declaredRoutes(environment: Environment, { Tags = [] }: RouteTable): DeclaredRoute[] {
  const name = Tags.find(({ Key }) => Key === 'Name')?.Value ?? '';
  const prefix = namePrefix(environment);
  const isToInternet = ({ DestinationCidrBlock }: Route) => DestinationCidrBlock === '0.0.0.0/0';
  if (name === `${prefix}-public`) {
    const is = (route: Route) => isToInternet(route) && route.GatewayId?.startsWith('igw-') === true;
    return [{ words: '0.0.0.0/0 to the internet gateway', is }];
  }
  if (!name.startsWith(`${prefix}-private-`)) {
    return [];
  }
  const hasGatewayEndpoint = vpcEndpointServices(environment).some(isGateway);
  return [
    ...(environment.network.natGateways === undefined
      ? []
      : [
          {
            words: '0.0.0.0/0 to a NAT gateway',
            is: (route: Route) => isToInternet(route) && route.NatGatewayId !== undefined,
          },
        ]),
    ...(hasGatewayEndpoint
      ? [
          {
            words: 'prefix lists to the VPC endpoints',
            is: ({ DestinationPrefixListId, GatewayId = '' }: Route) =>
              DestinationPrefixListId !== undefined && GatewayId.startsWith('vpce-'),
          },
        ]
      : []),
  ];
}

/** The option of the AWS CLI that names the destination, and what it names. */
function destinationOf({ DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId = '' }: Route) {
  if (DestinationCidrBlock !== undefined) {
    return ['destination-cidr-block', DestinationCidrBlock] as const;
  }
  return DestinationIpv6CidrBlock === undefined
    ? (['destination-prefix-list-id', DestinationPrefixListId] as const)
    : (['destination-ipv6-cidr-block', DestinationIpv6CidrBlock] as const);
}

/** A route has one target, in a field for each kind. */
function targetOf(route: Route): string {
  return (
    route.GatewayId ??
    route.NatGatewayId ??
    route.EgressOnlyInternetGatewayId ??
    route.VpcPeeringConnectionId ??
    route.TransitGatewayId ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn ??
    // An instance also has an interface.
    route.NetworkInterfaceId ??
    'nowhere'
  );
}
