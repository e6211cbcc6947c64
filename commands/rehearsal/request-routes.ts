import { DescribeServicesCommand, type ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { routedServices } from '../../lib/environment/routed-services';
import { routeUrl, takesRoute } from '../../lib/load-balancing/route-conditions';
import { loadBalancerName, namePrefix, workloadNames } from '../../lib/naming/names';
import { clientConfiguration } from '../aws/aws-clients';
import { CommandFailure, EXIT } from '../cli/command-failure';
import type { EmbeddedAwsAccess } from '../embedded-aws/embedded-aws';
import type { Session } from '../stores/session';

/** The way of one request through what is deployed. */
export interface RequestRoute {
  readonly url: string;
  readonly loadBalancer: string;
  /** Number and conditions of the rule that the request takes. @default - none: the load balancer answers itself */
  readonly rule?: string;
  /** @default - none */
  readonly targetGroup?: string;
  /** Whose tasks are in the target group. @default - none */
  readonly service?: string;
  /** What the load balancer answers itself. @default - nothing: a service answers */
  readonly status?: string;
}

/**
 * Follows a request for each service that has a route, and one that nobody is to get, through the rules and target groups of the
 * embedded AWS, as a load balancer does.
 *
 * @throws CommandFailure if one does not reach its service
 */
export async function followRequests(
  { environment, clients: { ecs } }: Session,
  { endpoint, credentials }: EmbeddedAwsAccess,
): Promise<readonly RequestRoute[]> {
  if (environment.loadBalancer === undefined) {
    return [];
  }
  const { region } = environment;
  const client = new ElasticLoadBalancingV2Client(clientConfiguration({ endpoint, region, credentials }));
  const name = loadBalancerName(environment);
  const { LoadBalancers: [loadBalancer = {}] = [] } = await client.send(
    new DescribeLoadBalancersCommand({ Names: [name] }),
  );
  const { LoadBalancerArn, DNSName: dnsName = '' } = loadBalancer;
  const { Listeners = [] } = await client.send(new DescribeListenersCommand({ LoadBalancerArn }));
  const https = Listeners.find(({ Port }) => Port === 443);
  const { Rules = [] } = await client.send(new DescribeRulesCommand({ ListenerArn: https?.ListenerArn }));

  const wanted = routedServices(environment).map((routed) => ({
    service: routed.name,
    url: routeUrl(routed.conditions, dnsName),
  }));
  const owners = await targetGroupOwners(
    ecs,
    namePrefix(environment),
    wanted.map(({ service }) => [service, workloadNames(environment, service).name]),
  );
  const follow = (url: string) => followRequest(url, name, Rules, owners);
  const routes = wanted.map(({ service, url }) => {
    const route = follow(url);
    if (route.service !== service) {
      throw new CommandFailure(`A request for ${service} does not get there: ${renderRoute(route)}`, {
        exitCode: EXIT.findings,
        remedy: 'Compare the priorities, hosts and paths of the routes.',
      });
    }
    return route;
  });
  return [...routes, follow(`https://${dnsName}/unrouted`)];
}

/** The first rule by priority that the request matches decides; the default rule is the last. */
function followRequest(
  url: string,
  loadBalancer: string,
  rules: readonly Rule[],
  owners: ReadonlyMap<string, string>,
): RequestRoute {
  const { hostname, pathname } = new URL(url);
  const byPriority = rules.toSorted((a, b) => priority(a) - priority(b));
  const rule = byPriority.find((candidate) => takesRoute(conditionsOf(candidate), hostname, pathname));
  const [action] = rule?.Actions ?? [];
  const { TargetGroupArn } = action ?? {};
  return {
    url,
    loadBalancer,
    ...(rule !== undefined && rule.IsDefault !== true && { rule: describeRule(rule) }),
    ...(TargetGroupArn === undefined
      ? { status: action?.FixedResponseConfig?.StatusCode }
      : { targetGroup: TargetGroupArn.split('/')[1], service: owners.get(TargetGroupArn) }),
  };
}

function priority({ Priority }: Rule): number {
  return Priority === 'default' ? Infinity : Number(Priority);
}

function conditionsOf({ Conditions = [] }: Rule) {
  return {
    hosts: Conditions.find(({ Field }) => Field === 'host-header')?.HostHeaderConfig?.Values,
    paths: Conditions.find(({ Field }) => Field === 'path-pattern')?.PathPatternConfig?.Values,
  };
}

function describeRule(rule: Rule): string {
  const { hosts, paths } = conditionsOf(rule);
  const conditions = [
    ...(hosts === undefined ? [] : [`host ${hosts.join(' or ')}`]),
    ...(paths === undefined ? [] : [`path ${paths.join(' or ')}`]),
  ];
  return `${rule.Priority} (${conditions.join(', ')})`;
}

/** The services by the target groups that ECS registers their tasks in. */
async function targetGroupOwners(
  ecs: ECSClient,
  cluster: string,
  names: readonly (readonly [service: string, name: string])[],
): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>();
  for (const [service, name] of names) {
    const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
    for (const { targetGroupArn = '' } of services[0]?.loadBalancers ?? []) {
      owners.set(targetGroupArn, service);
    }
  }
  return owners;
}

/**
 * As a line of text.
 *
 * @param at - the address of the service
 */
export function renderRoute(
  { url, loadBalancer, rule, targetGroup, service, status }: RequestRoute,
  at?: string,
): string {
  const place = at === undefined ? '' : ` at ${at}`;
  return [
    url,
    `load balancer ${loadBalancer}`,
    rule === undefined ? 'no rule' : `rule ${rule}`,
    ...(targetGroup === undefined ? [] : [`target group ${targetGroup}`]),
    status ?? `${service ?? 'no service'}${place}`,
  ].join(' → ');
}
