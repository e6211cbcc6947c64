import { contains, isInternal } from './cidr';
import { isGateway, type EndpointService } from './endpoint-services';
import {
  portRange,
  type NetworkConfig,
  type NetworkFields,
  type OwnNetworkConfig,
  type SecurityGroupRule,
} from './network-config';
import { endpointSubnets } from './subnets';

/** What a task must reach. */
export interface Destination {
  /** As messages call it. */
  readonly title: string;

  /**
   * The service of AWS that it is, in the Region of the environment.
   *
   * @default - it is elsewhere, and no VPC endpoint leads there
   */
  readonly service?: EndpointService;

  /**
   * The TCP port.
   *
   * @default - not known: any will do
   */
  readonly port?: number;
}

/** What is in the way to a destination, and what to do about it; nothing if a task reaches it. */
export function obstacle(network: NetworkConfig, destination: Destination): string | undefined {
  // What routes and endpoints there are, its owner knows.
  return network.existingVpc === undefined
    ? (missingRoute(network, destination) ?? missingRule(network, destination))
    : undefined;
}

/**
 * Why no task starts, whatever it needs: no rule lets it out. With VPC endpoints it depends on the task.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
 */
export function egressProblem(network: NetworkFields): string | undefined {
  const without = 'without it tasks can neither pull their image nor read their secrets';
  const { egress = [] } = network;
  if (network.existingVpc !== undefined) {
    return egress.some((rule) => allowsPort(rule, HTTPS)) ? undefined : `must allow tcp/443: ${without}`;
  }
  const all = network.vpcEndpoints !== true && hasInternetRoute(network);
  return all && !egress.some((rule) => allowsPort(rule, HTTPS) && isToInternet(rule))
    ? `must allow tcp/443 to the internet: ${without}`
    : undefined;
}

const HTTPS = 443;

function hasInternetRoute({ placement = 'public', natGateways }: NetworkFields): boolean {
  return placement === 'public' || natGateways !== undefined;
}

function missingRoute(network: OwnNetworkConfig, { service }: Destination): string | undefined {
  if (hasInternetRoute(network) || (service !== undefined && network.vpcEndpoints === true)) {
    return undefined;
  }
  return service === undefined
    ? 'its subnets are private, and no VPC endpoint leads there; set network.natGateways'
    : 'its subnets are private; set network.vpcEndpoints to true, or network.natGateways';
}

function missingRule(network: OwnNetworkConfig, { service, port }: Destination): string | undefined {
  const { egress, vpcCidrBlock, vpcEndpoints = false } = network;
  const rules = port === undefined ? egress : egress.filter((rule) => allowsPort(rule, port));
  const traffic = `network.egress must allow ${port === undefined ? 'traffic' : `tcp/${port}`}`;
  if (service !== undefined && vpcEndpoints && !isGateway(service)) {
    // In private DNS the name of the service means the endpoint, also where there is a route to the internet.
    const isReached = endpointSubnets(network).every(({ cidrBlock }) =>
      rules.some((rule) => rule.cidrBlock !== undefined && contains(rule.cidrBlock, cidrBlock)),
    );
    return isReached ? undefined : `${traffic} to the VPC's ${vpcCidrBlock}, where the VPC endpoints are`;
  }
  if (rules.some(isToInternet)) {
    return undefined;
  }
  if (service !== undefined && isGateway(service)) {
    // An endpoint or not, it has its public addresses, of which AWS keeps a prefix list.
    return rules.some(({ prefixListId }) => prefixListId !== undefined)
      ? undefined
      : `${traffic} to its prefix list (prefixListId) or to the internet`;
  }
  return port === undefined ? undefined : `${traffic} to the internet`;
}

function isToInternet({ cidrBlock }: SecurityGroupRule): boolean {
  return cidrBlock !== undefined && !isInternal(cidrBlock);
}

function allowsPort(rule: SecurityGroupRule, port: number): boolean {
  const { from = 0, to = 0 } = portRange(rule);
  return rule.protocol === 'all' || (rule.protocol === 'tcp' && from <= port && port <= to);
}
