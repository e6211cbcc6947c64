import type { Construct } from 'constructs';
import type { Environment } from '../lib/environment/environment';
import { vpcEndpointServices } from '../lib/environment/reach-rule';
import { endpointsSecurityGroupName, namePrefix } from '../lib/naming/names';
import { operatorCommands } from '../lib/naming/operator-commands';
import type { ExistingVpcConfig, OwnNetworkConfig } from '../lib/network/network-config';
import { PrivateSubnets } from '../lib/network/private-subnets';
import { PublicNetwork } from '../lib/network/public-network';
import type { EnvironmentNetwork } from '../lib/network/task-network';
import { VpcEndpoints } from '../lib/network/vpc-endpoints';
import type { Escaped } from './escape-terraform-templates';

/**
 * Creates the network of an environment, or says what is in the one that exists.
 *
 * Not a construct: below one, the VPC would have another address in Terraform, and be replaced.
 */
export function createNetwork(scope: Construct, environment: Escaped<Environment>): EnvironmentNetwork {
  const { network } = environment;
  return network.existingVpc === undefined
    ? createOwnNetwork(scope, environment, network)
    : existingNetwork(network.existingVpc, network.placement);
}

function existingNetwork(
  { vpcId, publicSubnetIds = [], privateSubnetIds = [] }: ExistingVpcConfig,
  placement: EnvironmentNetwork['placement'] = 'public',
): EnvironmentNetwork {
  // Equal configurations give equal output in whatever order they are written down.
  const subnetIds = { public: publicSubnetIds.toSorted(), private: privateSubnetIds.toSorted() };
  return { vpcId, placement, subnetIds, zonalSubnetIds: subnetIds, routes: { public: [], private: [] } };
}

function createOwnNetwork(
  scope: Construct,
  environment: Escaped<Environment>,
  { placement = 'public', vpcCidrBlock, publicSubnets, privateSubnets, natGateways }: OwnNetworkConfig,
): EnvironmentNetwork {
  const prefix = namePrefix(environment);
  const publicNetwork = new PublicNetwork(scope, 'network', {
    identity: environment,
    recoverCommand: operatorCommands(environment).recover,
    ...{ vpcCidrBlock, publicSubnets },
  });
  const { vpcId } = publicNetwork;
  const inside =
    privateSubnets &&
    new PrivateSubnets(scope, 'private-subnets', { namePrefix: prefix, publicNetwork, privateSubnets, natGateways });
  const services = vpcEndpointServices(environment);
  const endpoints =
    inside === undefined || services.length === 0
      ? undefined
      : new VpcEndpoints(scope, 'vpc-endpoints', {
          namePrefix: prefix,
          securityGroupName: endpointsSecurityGroupName(environment),
          region: environment.region,
          vpcId,
          vpcCidrBlock,
          services,
          subnetIds: [...inside.zonalSubnetIds.values()],
          routeTableIds: inside.routeTableIds,
        });
  return {
    vpcId,
    placement,
    subnetIds: { public: publicNetwork.subnetIds, private: inside?.subnetIds ?? [] },
    zonalSubnetIds: {
      public: [...publicNetwork.zonalSubnetIds.values()],
      private: [...(inside?.zonalSubnetIds.values() ?? [])],
    },
    routes: {
      public: publicNetwork.routes,
      private: [...(inside?.routes ?? []), ...(endpoints?.dependencies ?? [])],
    },
  };
}
