import type { LoadBalancerConfig } from '../load-balancing/load-balancer-config';
import { routeConditions, type RouteConditions } from '../load-balancing/route-conditions';
import type { RouteConfig } from '../load-balancing/route-config';
import type { EnvironmentIdentity } from '../naming/names';
import type { Environment } from './environment';
import type { EnvironmentConfig } from './environment-config';
import { serviceWorkloads, type ServiceWorkload } from './workloads';

/** A service that takes requests of the load balancer. */
export interface RoutedService {
  /** Its key in `services`. */
  readonly name: string;
  /** The service. */
  readonly workload: ServiceWorkload;
  /** Its route. */
  readonly route: RouteConfig;
  /** Which requests it gets. */
  readonly conditions: RouteConditions;
  /** The port on which its application listens. */
  readonly port: number;
}

/** The services that have a route, in the order in which the load balancer looks at them; none without a load balancer. */
export function routedServices(environment: EnvironmentConfig): RoutedService[] {
  const { loadBalancer } = environment;
  return serviceWorkloads(environment)
    .flatMap((workload) => {
      const { name, config } = workload;
      const { route, port } = config;
      return loadBalancer === undefined || route === undefined || port === undefined
        ? []
        : [{ name, workload, route, port, conditions: routeConditions(loadBalancer, route) }];
    })
    .sort((a, b) => a.route.priority - b.route.priority);
}

/** Whose load balancer an environment has: its own, or that of the environment that it names, which has the same application. */
export function loadBalancerOwner({ application, name, loadBalancer }: Environment): EnvironmentIdentity {
  return { application, name: loadBalancer?.of ?? name };
}

/** The environments that have the load balancer of this one. */
export function loadBalancerSharers({ name }: Environment, all: readonly Environment[]): Environment[] {
  return all.filter(({ loadBalancer }) => loadBalancer?.of === name);
}

/** The ranges that an environment lets reach its load balancer: those that it names; else everybody, or everybody in the VPC. */
export function loadBalancerSources(
  { network }: Pick<EnvironmentConfig, 'network'>,
  { of: owner, scheme, ingressCidrBlocks }: LoadBalancerConfig,
): readonly string[] {
  if (owner !== undefined) {
    return [];
  }
  return ingressCidrBlocks ?? (scheme === 'internet-facing' ? ['0.0.0.0/0'] : [network.vpcCidrBlock ?? []].flat());
}
