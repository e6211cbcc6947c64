import type { Route, RouteTable } from '@aws-sdk/client-ec2';
import type { Environment } from '../../lib/environment/environment';
import { operatorCommands } from '../../lib/naming/operator-commands';
import type { Drift } from './drift';

/** The routes of a table of the environment's VPC that are not declared: all but those inside the VPC and to the internet. */
export function routeDrift(environment: Environment, { RouteTableId = '', Routes = [] }: RouteTable): Drift[] {
  const commands = operatorCommands(environment);
  return Routes.filter((route) => !isDeclared(route)).map((route): Drift => {
    const [kind, destination] = destinationOf(route);
    const { GatewayId = '' } = route;
    return {
      resource: `route table ${RouteTableId}`,
      found: `sends ${destination} to ${targetOf(route)}`,
      declared: 'only 0.0.0.0/0 to the internet gateway',
      remedy: GatewayId.startsWith('vpce-')
        ? `Remove the endpoint: ${commands.deleteVpcEndpoint(GatewayId)}`
        : `Remove it: ${commands.deleteRoute(RouteTableId, kind, destination)}`,
    };
  });
}

function isDeclared({ GatewayId = '', DestinationCidrBlock }: Route): boolean {
  return GatewayId === 'local' || (DestinationCidrBlock === '0.0.0.0/0' && GatewayId.startsWith('igw-'));
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
