import { certificateNames, certifies } from '../load-balancing/domain-names';
import { includesRoute, routeConditions, type RouteConditions } from '../load-balancing/route-conditions';
import type { RouteConfig } from '../load-balancing/route-config';
import { conditionsProblem } from '../load-balancing/route-schema';
import type { ServiceDefinition } from '../services/service-definition';
import { DEFAULT_STOP_TIMEOUT_SECONDS } from '../tasks/container-config';
import { shown } from '../validation/messages';
import { isObject, type HasValidType, type Path, type Report, type Rule } from '../validation/object-schema';
import { entriesOf } from './declared-workloads';
import type { Environment } from './environment';

/** Of one load balancer, not counting what answers the rest. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
export const MAXIMUM_ROUTES = 100;

/** A route where it is declared. */
export interface DeclaredRoute {
  /** Key of its service in `services`. */
  readonly name: string;
  /** Where it is declared. */
  readonly path: Path;
  /** Its service. */
  readonly service: ServiceDefinition;
  /** The route. */
  readonly route: RouteConfig;
}

/** The routes that have the right type, by priority. */
export function declaredRoutes(
  { services }: Pick<Environment, 'services'>,
  hasValidType: HasValidType,
): DeclaredRoute[] {
  return entriesOf(services)
    .flatMap(([name, service]) => {
      const path = ['services', name, 'route'];
      const route = isObject(service) && hasValidType(...path) ? service.route : undefined;
      return route === undefined ? [] : [{ name, path, service, route }];
    })
    .sort((a, b) => a.route.priority - b.route.priority);
}

const routesRule: Rule<Environment> = {
  needs: [],
  check: (environment, report, hasValidType) => {
    const routes = declaredRoutes(environment, hasValidType);
    if (routes.length > MAXIMUM_ROUTES) {
      report(`has ${routes.length} services with a route; a load balancer takes ${MAXIMUM_ROUTES}`, ['services']);
    }
    for (const { path, service } of routes) {
      if (environment.loadBalancer === undefined) {
        report('needs the loadBalancer of the environment, which has none', path);
      }
      if (service.port === undefined) {
        report('needs the port of the service, on which it gets the requests', path);
      }
    }
  },
};

/** The load balancer cuts off what is still in flight at the same time at which ECS, in the worst case, does. */
const drainRule: Rule<Environment> = {
  needs: [],
  check: (environment, report, hasValidType) => {
    for (const { name, path, service, route } of declaredRoutes(environment, hasValidType)) {
      const { deregistrationDelaySeconds: delay = 0 } = route;
      const { stopTimeoutSeconds: timeout = DEFAULT_STOP_TIMEOUT_SECONDS } = service;
      if (hasValidType('services', name, 'stopTimeoutSeconds') && delay > timeout) {
        report(
          `${delay} is longer than the ${timeout} seconds after which ECS kills the application (stopTimeoutSeconds), which may ` +
            'still have requests then; raise that, to 120 at most, or lower this',
          [...path, 'deregistrationDelaySeconds'],
        );
      }
    }
  },
};

/** A route among the others of a listener. */
export interface ListenerRoute extends DeclaredRoute {
  /** Which requests it is for. */
  readonly conditions: RouteConditions;
  /** As messages about others call it. */
  readonly shownName: string;
}

/**
 * Reports what keeps a route from working beside those that the listener looks at before it. Two with the same number are refused by
 * AWS. One that gets no request because another gets them all is a mistake.
 */
export function reportClashes(
  { path, route, conditions }: ListenerRoute,
  before: readonly ListenerRoute[],
  report: Report,
): void {
  const same = before.find((other) => other.route.priority === route.priority);
  if (same !== undefined) {
    report(`${route.priority} is also the priority of ${same.shownName}`, [...path, 'priority']);
  }
  const earlier = before.find((other) => other !== same && includesRoute(other.conditions, conditions));
  if (earlier !== undefined) {
    report(
      `gets no request: ${earlier.shownName}, with the lower priority ${earlier.route.priority}, gets all that it is for; give ` +
        `it a priority below ${earlier.route.priority}, or other hosts or paths`,
      path,
    );
  }
}

const clashesRule: Rule<Environment> = {
  needs: ['loadBalancer'],
  check: (environment, report, hasValidType) => {
    const { loadBalancer } = environment;
    const routes = loadBalancer === undefined ? [] : declaredRoutes(environment, hasValidType);
    const known: ListenerRoute[] = [];
    for (const declared of routes) {
      const { path, route } = declared;
      const conditions = routeConditions(loadBalancer ?? {}, route);
      const problem = route.hosts === undefined ? conditionsProblem(conditions) : undefined;
      if (problem !== undefined && conditionsProblem(route) === undefined) {
        report(`${problem}. The domain is one of them`, path);
      }
      const listed = { ...declared, conditions, shownName: shown(declared.name) };
      reportClashes(listed, known, report);
      known.push(listed);
    }
  },
};

/** A host that the certificate is not for is one for which browsers refuse the connection, and to which no record leads. */
const hostsRule: Rule<Environment> = {
  needs: ['loadBalancer'],
  check: (environment, report, hasValidType) => {
    const domain = environment.loadBalancer?.domain;
    if (domain === undefined) {
      return;
    }
    const names = certificateNames(domain);
    for (const { path, route } of declaredRoutes(environment, hasValidType)) {
      for (const [index, host] of (route.hosts ?? []).entries()) {
        if (!names.some((name) => certifies(name, host.toLowerCase()))) {
          report(
            `${shown(host)} is none of the names of the load balancer, ${names.map(shown).join(', ')}; add it to ` +
              'loadBalancer.domain.alternativeNames',
            [...path, 'hosts', index],
          );
        }
      }
    }
  },
};

/** Whether each request gets to the one service that is to get it. */
export const routeRules: readonly Rule<Environment>[] = [routesRule, drainRule, clashesRule, hostsRule];
