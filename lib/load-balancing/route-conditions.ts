import type { LoadBalancerConfig } from './load-balancer-config';
import { matchesPattern } from './pattern';
import type { RouteConfig } from './route-config';

/** What a request must be like to take a route: one of the hosts, and one of the paths, each where there are any. */
export interface RouteConditions {
  /**
   * Patterns of host names.
   *
   * @default - every host
   */
  readonly hosts?: readonly string[];
  /**
   * Patterns of paths.
   *
   * @default - every path
   */
  readonly paths?: readonly string[];
}

const ANY = ['*'];

/** The conditions of a route, with the hosts that it need not name. */
export function routeConditions(
  { domain }: Pick<LoadBalancerConfig, 'domain'>,
  { hosts = domain && [domain.name], paths }: Pick<RouteConfig, 'hosts' | 'paths'>,
): RouteConditions {
  return { hosts, paths };
}

/** Whether a request takes a route, where no other route takes it before. */
export function takesRoute({ hosts = ANY, paths = ANY }: RouteConditions, host: string, path: string): boolean {
  return hosts.some((pattern) => matchesHost(pattern, host)) && paths.some((pattern) => matchesPattern(pattern, path));
}

/** Whether every request that one route is for would take the other one as well. */
export function includesRoute(outer: RouteConditions, { hosts = ANY, paths = ANY }: RouteConditions): boolean {
  return hosts.every((host) => paths.every((path) => takesRoute(outer, host, path)));
}

/**
 * An address that takes a route, as far as that can be told from wildcards.
 *
 * @param otherwise - the host, where the route is for every host
 */
export function routeUrl({ hosts = [], paths = [] }: RouteConditions, otherwise: string): string {
  const host = hosts.find((name) => !/[*?]/.test(name)) ?? hosts[0] ?? otherwise;
  const path = (paths[0] ?? '/').replace(/[*?].*$/, '');
  return `https://${host}${path.startsWith('/') ? path : `/${path}`}`;
}

/** The names of hosts do not differ in case. */
function matchesHost(pattern: string, host: string): boolean {
  return matchesPattern(pattern.toLowerCase(), host.toLowerCase());
}
