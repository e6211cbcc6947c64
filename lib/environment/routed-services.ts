import type { LoadBalancerConfig } from '../load-balancing/load-balancer-config';
import { routeConditions, type RouteConditions } from '../load-balancing/route-conditions';
import type { RouteConfig } from '../load-balancing/route-config';
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

/** The ranges that may reach a load balancer: those that it names; else everybody, or everybody in the VPC. */
export function loadBalancerSources(
  { network }: Pick<EnvironmentConfig, 'network'>,
  { scheme, ingressCidrBlocks }: LoadBalancerConfig,
): readonly string[] {
  return ingressCidrBlocks ?? (scheme === 'internet-facing' ? ['0.0.0.0/0'] : [network.vpcCidrBlock ?? []].flat());
}
