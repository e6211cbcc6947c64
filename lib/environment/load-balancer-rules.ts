import { namedAccount } from '../account/declared-account';
import { parseArn } from '../aws/arns';
import { partitionOf } from '../aws/regions';
import { certificateNames, certifies } from '../load-balancing/domain-names';
import type { LoadBalancerConfig } from '../load-balancing/load-balancer-config';
import { includesRoute, routeConditions, type RouteConditions } from '../load-balancing/route-conditions';
import type { RouteConfig } from '../load-balancing/route-config';
import { conditionsProblem } from '../load-balancing/route-schema';
import type { NetworkConfig } from '../network/network-config';
import type { ServiceDefinition } from '../services/service-definition';
import { DEFAULT_STOP_TIMEOUT_SECONDS } from '../tasks/container-config';
import { shown } from '../validation/messages';
import { isObject, type HasValidType, type Path, type Rule } from '../validation/object-schema';
import { entriesOf } from './declared-workloads';
import type { Environment } from './environment';

/** Of one load balancer, not counting what answers the rest. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAXIMUM_ROUTES = 100;

/** The default quota of a security group, in each direction. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
const MAXIMUM_RULES = 60;

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer */
const LONGEST_PREFIX = 27;

interface DeclaredRoute {
  readonly name: string;
  readonly path: Path;
  readonly service: ServiceDefinition;
  readonly route: RouteConfig;
}

/** The routes that have the right type, by priority. */
function declaredRoutes({ services }: Environment, hasValidType: HasValidType): DeclaredRoute[] {
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

/** Two routes with the same number are refused by AWS. One that gets no request because another gets them all is a mistake. */
const clashesRule: Rule<Environment> = {
  needs: ['loadBalancer'],
  check: (environment, report, hasValidType) => {
    const { loadBalancer } = environment;
    const routes = loadBalancer === undefined ? [] : declaredRoutes(environment, hasValidType);
    const known: (DeclaredRoute & { readonly conditions: RouteConditions })[] = [];
    for (const declared of routes) {
      const { path, route } = declared;
      const conditions = routeConditions(loadBalancer ?? {}, route);
      const problem = route.hosts === undefined ? conditionsProblem(conditions) : undefined;
      if (problem !== undefined && conditionsProblem(route) === undefined) {
        report(`${problem}. The domain is one of them`, path);
      }
      const same = known.find((other) => other.route.priority === route.priority);
      if (same !== undefined) {
        report(`${route.priority} is also the priority of ${shown(same.name)}`, [...path, 'priority']);
      }
      const earlier = known.find((other) => other !== same && includesRoute(other.conditions, conditions));
      if (earlier !== undefined) {
        report(
          `gets no request: ${shown(earlier.name)}, with the lower priority ${earlier.route.priority}, gets all that it is for; give ` +
            `it a priority below ${earlier.route.priority}, or other hosts or paths`,
          path,
        );
      }
      known.push({ ...declared, conditions });
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

/** What is named by ARN is in the Region of the load balancer. */
const placeRule: Rule<Environment> = {
  needs: ['region', 'accountId'],
  check: (environment, report, hasValidType) => {
    const { region, loadBalancer } = environment;
    const accountId = namedAccount(environment);
    for (const field of ['certificateArn', 'webAclArn'] as const) {
      const given = hasValidType('loadBalancer', field) ? loadBalancer?.[field] : undefined;
      const arn = given === undefined ? undefined : parseArn(given);
      const partition = partitionOf(region);
      if (arn === undefined || partition === undefined) {
        continue;
      }
      if (arn.region !== region || arn.partition !== partition) {
        report(`${shown(given)} is not in the Region of the environment, ${region}`, ['loadBalancer', field]);
      } else if (accountId !== undefined && arn.accountId !== accountId) {
        report(`${shown(given)} is not in the account of the environment, ${accountId}`, ['loadBalancer', field]);
      }
    }
  },
};

/** A load balancer needs room for the addresses that it adds when it grows. */
const subnetsRule: Rule<Environment> = {
  needs: ['loadBalancer', 'network'],
  check: ({ loadBalancer, network }, report) => {
    const field = isInPrivateSubnets(loadBalancer, network) ? 'privateSubnets' : 'publicSubnets';
    for (const [index, { cidrBlock }] of (loadBalancer === undefined ? [] : (network[field] ?? [])).entries()) {
      if (Number(cidrBlock.split('/')[1]) > LONGEST_PREFIX) {
        report(`${shown(cidrBlock)} is too small for the load balancer, which needs a /${LONGEST_PREFIX} or larger`, [
          ...['network', field, index, 'cidrBlock'],
        ]);
      }
    }
  },
};

/** Of a VPC that exists, only what the environment says is known. */
const existingVpcRule: Rule<Environment> = {
  needs: ['loadBalancer', 'network'],
  check: ({ loadBalancer, network }, report) => {
    if (loadBalancer === undefined || network.existingVpc === undefined) {
      return;
    }
    const field = isInPrivateSubnets(loadBalancer, network) ? 'privateSubnetIds' : 'publicSubnetIds';
    const { length } = network.existingVpc[field] ?? [];
    if (length < 2) {
      report(`needs at least 2 subnets for the load balancer, which is ${loadBalancer.scheme}, got ${length}`, [
        ...['network', 'existingVpc', field],
      ]);
    }
    if (loadBalancer.scheme === 'internal' && loadBalancer.ingressCidrBlocks === undefined) {
      report('is missing: the range of a VPC that exists is not known here, so name the ranges that may reach it', [
        ...['loadBalancer', 'ingressCidrBlocks'],
      ]);
    }
  },
};

/** An internal load balancer is where the tasks are. */
function isInPrivateSubnets(loadBalancer: LoadBalancerConfig | undefined, { placement }: NetworkConfig): boolean {
  return loadBalancer?.scheme === 'internal' && placement === 'private';
}

/** Each port of the services with a route takes one rule of the tasks' security group. */
const roomRule: Rule<Environment> = {
  needs: ['loadBalancer'],
  check: (environment, report, hasValidType) => {
    if (environment.loadBalancer === undefined || !hasValidType('network', 'ingress')) {
      return;
    }
    const ports = new Set(declaredRoutes(environment, hasValidType).flatMap(({ service: { port } }) => port ?? []));
    const own = environment.network.ingress.length + 1;
    if (own <= MAXIMUM_RULES && own + ports.size > MAXIMUM_RULES) {
      report(
        `leaves no room for the load balancer: a security group takes ${MAXIMUM_RULES} rules, and ${ports.size} let in the load balancer ` +
          'on the ports of the services with a route, and one the tasks themselves',
        ['network', 'ingress'],
      );
    }
  },
};

/** Whether requests reach the services that are to get them. */
export const loadBalancerRules: readonly Rule<Environment>[] = [
  routesRule,
  drainRule,
  clashesRule,
  hostsRule,
  placeRule,
  subnetsRule,
  existingVpcRule,
  roomRule,
];
