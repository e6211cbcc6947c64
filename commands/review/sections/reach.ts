import {
  endpointsSecurityGroupName,
  loadBalancerSecurityGroupName,
  securityGroupName,
  type EnvironmentIdentity,
} from '../../../lib/naming/names';
import { block, blocks, text, texts, type Attributes } from '../model/attributes';
import { shortName } from '../model/resource-name';
import type { StackChange } from '../model/stack-change';
import type { SideResource, StackSide } from '../model/stack-side';
import { difference, type Difference } from './difference';

/** One way in which one can reach another. */
export interface ReviewedReach {
  /** Name of a service or task, `every service and task`, `load balancer`, `VPC endpoints`, an address range, or what a request asks for. */
  readonly from: string;
  /** As `from`. */
  readonly to: string;
  /** Protocol and ports. */
  readonly on: string;
  readonly because: 'security group' | 'load balancer' | 'route of the load balancer' | 'route of the network';
}

/** Everybody, by the older or the newer protocol. */
export const ANYWHERE: readonly string[] = ['0.0.0.0/0', '::/0'];

export const LOAD_BALANCER = 'load balancer';

export const ENDPOINTS = 'VPC endpoints';

const EVERYONE = 'every service and task';

/** What is reachable from where, before and after: by security groups, the load balancer and the routes. */
export function reachChange(
  environment: EnvironmentIdentity,
  { before, after }: StackChange,
): Difference<ReviewedReach> {
  const [old, now] = [before, after].map((side) => [
    ...securityGroupRules(environment, side),
    ...loadBalancers(environment, side),
    ...networkRoutes(side),
  ]);
  return difference(old ?? [], now ?? [], ({ from, to, on, because }) => [because, from, to, on].join('\n'));
}

/** A rule in and the rule out that belongs to it are the same way. */
function securityGroupRules(environment: EnvironmentIdentity, side: StackSide): ReviewedReach[] {
  const types = ['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule'];
  return side.ofType(...types).map(({ type, attributes }) => {
    const own = groupMembers(environment, side, attributes.security_group_id);
    const other = otherSide(environment, side, attributes);
    const [from, to] = type === types[0] ? [other, own] : [own, other];
    return { from, to, on: traffic(attributes), because: 'security group' };
  });
}

function otherSide(environment: EnvironmentIdentity, side: StackSide, rule: Attributes): string {
  const address = text(rule.cidr_ipv4) ?? text(rule.cidr_ipv6) ?? text(rule.prefix_list_id);
  return address ?? groupMembers(environment, side, rule.referenced_security_group_id);
}

/** Who is in a security group, by its name. */
function groupMembers(environment: EnvironmentIdentity, side: StackSide, group: unknown): string {
  const name = text(side.find('aws_security_group', group)?.attributes.name);
  if (name === undefined) {
    // The only group that a stack looks up is that of a load balancer that is another environment's.
    const isLookedUp = side.find('data.aws_security_group', group) !== undefined;
    return isLookedUp ? LOAD_BALANCER : (text(group) ?? 'a security group');
  }
  const known = new Map([
    [securityGroupName(environment), EVERYONE],
    [loadBalancerSecurityGroupName(environment), LOAD_BALANCER],
    [endpointsSecurityGroupName(environment), ENDPOINTS],
  ]);
  return known.get(name) ?? shortName(environment, name).replace(/-tasks$/, '');
}

function traffic({ ip_protocol: protocol, from_port: from, to_port: to }: Attributes): string {
  const name = text(protocol) ?? '-1';
  if (name === '-1') {
    return 'every port';
  }
  const [first, last] = [text(from), text(to)];
  return first === undefined || first === '-1' ? name : `${name} ${first === last ? first : `${first}-${last}`}`;
}

function loadBalancers(environment: EnvironmentIdentity, side: StackSide): ReviewedReach[] {
  const listeners = side.ofType('aws_lb_listener');
  return [
    ...side.ofType('aws_lb').map(({ attributes }) => ({
      from: attributes.internal === true ? 'the VPC and what is connected to it' : 'the internet',
      to: LOAD_BALANCER,
      on: listeners
        .map((listener) => `${text(listener.attributes.protocol)} ${text(listener.attributes.port)}`)
        .sort()
        .join(', '),
      because: 'load balancer' as const,
    })),
    ...listeners.flatMap(({ attributes }) =>
      forwards(environment, side, attributes.default_action).map((to) => ({
        from: 'any other request',
        to,
        on: `listener ${text(attributes.port)}`,
        because: 'route of the load balancer' as const,
      })),
    ),
    ...side.ofType('aws_lb_listener_rule').flatMap(({ attributes }) =>
      forwards(environment, side, attributes.action).map((to) => ({
        from: blocks(attributes.condition).map(condition).sort().join(' and ') || 'any request',
        to,
        on: `listener ${text(listenerOf(side, attributes)?.attributes.port) ?? ''}`.trim(),
        because: 'route of the load balancer' as const,
      })),
    ),
  ];
}

/** The listener of a rule, which may be that of another environment's load balancer. */
function listenerOf(side: StackSide, { listener_arn: arn }: Attributes): SideResource | undefined {
  return side.find('aws_lb_listener', arn) ?? side.find('data.aws_lb_listener', arn);
}

/** The services to which actions lead, by their target groups. */
function forwards(environment: EnvironmentIdentity, side: StackSide, actions: unknown): string[] {
  const groups = blocks(actions).flatMap((action) => [
    ...texts(action.target_group_arn),
    ...blocks(block(action.forward).target_group).flatMap(({ arn }) => texts(arn)),
  ]);
  const found = groups.map((group) => side.find('aws_lb_target_group', group));
  return [...new Set(found.map((group) => serviceOf(environment, side, group)))];
}

function serviceOf(environment: EnvironmentIdentity, side: StackSide, group: SideResource | undefined): string {
  const service = side
    .ofType('aws_ecs_service')
    .find(({ attributes }) =>
      blocks(attributes.load_balancer).some(
        ({ target_group_arn: arn }) =>
          group !== undefined && side.find('aws_lb_target_group', arn)?.address === group.address,
      ),
    );
  return shortName(
    environment,
    text(service?.attributes.name) ?? text(block(group?.attributes.tags).Name) ?? 'a target group',
  );
}

/** What a request must have: `host app.example.com`, `path /api/*`. */
function condition(given: Attributes): string {
  return Object.entries(given)
    .flatMap(([kind, value]) => {
      const header = text(block(value).http_header_name);
      const pairs = kind === 'query_string' ? blocks(value) : [];
      const wanted = [
        ...texts(block(value).values),
        ...pairs.map(({ key, value: part }) => `${text(key) ?? ''}=${text(part) ?? ''}`),
      ];
      const name = kind.replace(/_(?:header|pattern)$/, '').replaceAll('_', ' ');
      return wanted.length === 0
        ? []
        : [`${name}${header === undefined ? '' : ` ${header}`} ${wanted.sort().join(' or ')}`];
    })
    .join(' and ');
}

const GATEWAYS: Readonly<Record<string, string>> = {
  gateway_id: 'internet gateway',
  nat_gateway_id: 'NAT gateway',
  transit_gateway_id: 'transit gateway',
  vpc_peering_connection_id: 'VPC peering',
  network_interface_id: 'network interface',
  egress_only_gateway_id: 'egress-only gateway',
  vpc_endpoint_id: 'VPC endpoint',
};

/** Where the routes of the subnets lead. */
function networkRoutes(side: StackSide): ReviewedReach[] {
  return side.ofType('aws_route').flatMap(({ attributes }) => {
    const to =
      text(attributes.destination_cidr_block) ??
      text(attributes.destination_ipv6_cidr_block) ??
      text(attributes.destination_prefix_list_id) ??
      'elsewhere';
    const gateway = Object.entries(GATEWAYS).find(
      ([name]) => text(attributes[name]) !== undefined && attributes[name] !== '',
    );
    return subnetsOf(side, attributes.route_table_id).map((from) => ({
      ...{ from, to, on: `through the ${gateway?.[1] ?? 'gateway'}` },
      because: 'route of the network' as const,
    }));
  });
}

function subnetsOf(side: StackSide, table: unknown): string[] {
  const address = side.find('aws_route_table', table)?.address;
  return side
    .ofType('aws_route_table_association')
    .filter(({ attributes }) => side.find('aws_route_table', attributes.route_table_id)?.address === address)
    .map(({ attributes }) =>
      `subnet ${text(side.find('aws_subnet', attributes.subnet_id)?.attributes.cidr_block) ?? ''}`.trim(),
    );
}
