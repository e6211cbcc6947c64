import { namedAccount } from '../account/declared-account';
import { certificateNames, certifies } from '../load-balancing/domain-names';
import type { OwnLoadBalancerConfig } from '../load-balancing/load-balancer-config';
import { routeConditions } from '../load-balancing/route-conditions';
import { MAXIMUM_RULES } from '../network/security-group-rule-schema';
import { alternatives, chooseFrom, shown } from '../validation/messages';
import type { HasValidType, Report } from '../validation/object-schema';
import type { EnvironmentConfig } from './environment-config';
import { declaredRoutes, MAXIMUM_ROUTES, reportClashes, type ListenerRoute } from './route-rules';

/** An environment of which all fields that matter here have the right types. */
interface Candidate extends EnvironmentConfig {
  readonly name: string;
  /** Its routes, by priority. */
  readonly routes: readonly ListenerRoute[];
}

type Owner = Candidate & { readonly loadBalancer: OwnLoadBalancerConfig };

const FIELDS = ['application', 'region', 'accountId', 'loadBalancer', 'network', 'alarms', 'services'] as const;

/** The environments that have one load balancer: they must be in one place, and their routes get along with each other. */
export function reportSharedLoadBalancers(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  report: Report,
  hasValidType: HasValidType,
): void {
  const candidates = Object.entries(environments)
    .filter(([name]) => FIELDS.every((field) => hasValidType(name, field)))
    .map(([name, config]) => candidate(name, config, hasValidType));
  const sharers = candidates.filter(({ loadBalancer }) => loadBalancer?.of !== undefined);
  const owners = candidates.filter(isOwner);
  for (const sharer of sharers) {
    const { name, loadBalancer: { of: given = '' } = {} } = sharer;
    const owner = owners.find((other) => other.name === given);
    if (owner !== undefined) {
      reportPlace(sharer, owner, report);
      reportHosts(sharer, owner, report);
      if (sharer.alarms?.loadBalancerErrors !== undefined) {
        report(`must be left out: ${shown(given)} has the alarm of the load balancer`, [
          ...[name, 'alarms', 'loadBalancerErrors'],
        ]);
      }
      // One in which something else is wrong may be the one that is meant.
    } else if (hasValidType(given, 'loadBalancer')) {
      const names = owners.map((other) => other.name);
      report(`${shown(given)} is not an environment with a load balancer of its own${chooseFrom(given, names)}`, [
        ...[name, 'loadBalancer', 'of'],
      ]);
    }
  }
  for (const owner of owners) {
    const all = [owner, ...sharers.filter(({ loadBalancer }) => loadBalancer?.of === owner.name)];
    reportRoutes(all, report);
    reportRoom(all, report);
  }
}

function candidate(name: string, config: EnvironmentConfig, hasValidType: HasValidType): Candidate {
  const routes = declaredRoutes(config, (...path) => hasValidType(name, ...path)).map((declared) => ({
    ...declared,
    path: [name, ...declared.path],
    conditions: routeConditions(config.loadBalancer ?? {}, declared.route),
    shownName: `${shown(declared.name)} of ${shown(name)}`,
  }));
  return { ...config, name, routes };
}

function isOwner(environment: Candidate): environment is Owner {
  return environment.loadBalancer?.scheme !== undefined;
}

/** A load balancer is known by the name that the application gives it, and its targets are in its VPC. */
function reportPlace(sharer: Candidate, owner: Owner, report: Report): void {
  const [here, there] = [namedAccount(sharer), namedAccount(owner)];
  const differing = [
    ...(['application', 'region'] as const).filter((field) => sharer[field] !== owner[field]),
    ...(here !== undefined && there !== undefined && here !== there ? (['accountId'] as const) : []),
  ];
  for (const field of differing) {
    report(
      `${shown(owner.name)}, whose load balancer it is, has another ${field}: ${shown(owner[field])}, and not ${shown(sharer[field])}`,
      [sharer.name, 'loadBalancer', 'of'],
    );
  }
  const [vpc, vpcOfOwner] = [sharer.network.existingVpc?.vpcId, owner.network.existingVpc?.vpcId];
  if (vpc === undefined) {
    report(
      `must be that of ${shown(owner.name)}, in which its load balancer is: existingVpc, as the output existing_vpc of ` +
        `${shown(owner.name)} says`,
      [sharer.name, 'network'],
    );
  } else if (vpcOfOwner !== undefined && vpcOfOwner !== vpc) {
    report(
      `${shown(vpc)} is not the VPC of ${shown(owner.name)}, in which its load balancer is: ${shown(vpcOfOwner)}`,
      [...[sharer.name, 'network', 'existingVpc', 'vpcId']],
    );
  }
}

/** Certificate and records are the owner's. */
function reportHosts({ routes }: Candidate, { name, loadBalancer: { domain } }: Owner, report: Report): void {
  const names = domain === undefined ? [] : certificateNames(domain);
  for (const { path, route } of domain === undefined ? [] : routes) {
    if (route.hosts === undefined) {
      report(`is missing: choose from the names of the load balancer of ${shown(name)}, ${alternatives(names)}`, [
        ...[...path, 'hosts'],
      ]);
    }
    for (const [index, host] of (route.hosts ?? []).entries()) {
      if (!names.some((certified) => certifies(certified, host.toLowerCase()))) {
        report(
          `${shown(host)} is none of the names of the load balancer of ${shown(name)}, ${names.map(shown).join(', ')}; add it to ` +
            `loadBalancer.domain.alternativeNames of ${shown(name)}`,
          [...path, 'hosts', index],
        );
      }
    }
  }
}

/** Those of one environment are compared by its own rules. */
function reportRoutes(all: readonly Candidate[], report: Report): void {
  const routes = all
    .flatMap((environment) => environment.routes.map((route) => ({ environment, route })))
    .sort((a, b) => a.route.route.priority - b.route.route.priority);
  for (const [index, { environment, route }] of routes.entries()) {
    const before = routes.slice(0, index).filter((other) => other.environment !== environment);
    reportClashes(
      route,
      before.map((other) => other.route),
      report,
    );
  }
}

/** What a load balancer and its security group take, together. */
function reportRoom(all: readonly Candidate[], report: Report): void {
  const [owner, ...sharers] = all;
  const together = sharers.map(({ name }) => shown(name)).join(', ');
  const reportSum = (counts: readonly number[], maximum: number, what: string) => {
    const sum = counts.reduce((total, count) => total + count, 0);
    if (sum > maximum && counts.every((count) => count <= maximum)) {
      report(`together with ${together} has ${sum} ${what}; a load balancer takes ${maximum}`, [
        ...[owner?.name ?? '', 'loadBalancer'],
      ]);
    }
  };
  reportSum(
    all.map(({ routes }) => routes.length),
    MAXIMUM_ROUTES,
    'routes',
  );
  reportSum(
    all.map(({ network, routes }) =>
      network.securityGroups === 'perService' ? routes.length : new Set(routes.map(({ service }) => service.port)).size,
    ),
    MAXIMUM_RULES,
    'security groups and ports to reach',
  );
}
