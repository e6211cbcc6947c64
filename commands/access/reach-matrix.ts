import type { Environment } from '../../lib/environment/environment';
import { loadBalancerSources, routedServices } from '../../lib/environment/routed-services';
import { taskGroups } from '../../lib/environment/task-groups';
import { overlap } from '../../lib/network/cidr';
import { otherSide, portRange, type SecurityGroupRule } from '../../lib/network/network-config';
import { textOf } from '../../lib/validation/harmless-text';

/** Stands for every service and task of the environment. */
export const EVERYONE = '*';

/** Stands for the load balancer, with ` of <environment>` where it is another one's. No service or task has a space in its name. */
export const LOAD_BALANCER = 'load balancer';

/** One way in which security groups let one reach another. */
export interface ReachRow {
  /** Name of a service or task, `*` for all of them, `load balancer`, or an address range, security group or prefix list. */
  readonly from: string;
  /** As `from`. */
  readonly to: string;
  readonly protocol: SecurityGroupRule['protocol'];
  /** @default - every port */
  readonly ports?: { readonly from: number; readonly to: number };
  readonly why: 'shared-group' | 'allow-from' | 'ingress' | 'egress' | 'load-balancer' | 'route';
  /**
   * What the rule says about itself.
   *
   * @default - it follows from the declaration of a service
   */
  readonly description?: string;
}

/** Who can reach whom in an environment: all that its security groups let in and out, and nothing else. */
export function reachMatrix(environment: Environment): ReachRow[] {
  const { ingress, egress, securityGroups } = environment.network;
  const out = egress.map((rule) => ({
    from: EVERYONE,
    to: otherSide(rule) ?? '',
    ...allowed(rule),
    why: 'egress' as const,
  }));
  if (securityGroups !== 'perService') {
    return [
      { from: EVERYONE, to: EVERYONE, protocol: 'all', why: 'shared-group' },
      ...ingress.map((rule) => ({
        from: otherSide(rule) ?? '',
        to: EVERYONE,
        ...allowed(rule),
        why: 'ingress' as const,
      })),
      ...loadBalancerRows(environment),
      ...out,
    ];
  }
  const groups = taskGroups(environment);
  return [
    ...groups.flatMap(({ name, from }) =>
      from.map(({ member, port }) => ({
        from: member,
        to: name,
        protocol: 'tcp' as const,
        ports: { from: port, to: port },
        why: 'allow-from' as const,
      })),
    ),
    ...groups.flatMap(({ name, ingress: own }) =>
      own.flatMap((rule) => [
        { from: otherSide(rule) ?? '', to: name, ...allowed(rule), why: 'ingress' as const },
        ...byAddress(environment, rule).map((traffic) => ({
          ...{ from: EVERYONE, to: name, ...traffic, why: 'ingress' as const },
        })),
      ]),
    ),
    ...loadBalancerRows(environment),
    ...out,
  ];
}

function loadBalancerRows(environment: Environment): ReachRow[] {
  const { loadBalancer, network } = environment;
  if (loadBalancer === undefined) {
    return [];
  }
  const rules = loadBalancerSources(environment, loadBalancer).flatMap((cidrBlock) =>
    [80, 443].map((ports) => ({ description: '', protocol: 'tcp' as const, ports, cidrBlock })),
  );
  const inward = rules.flatMap((rule) => [
    { from: rule.cidrBlock, ...onPort(rule.ports) },
    ...byAddress(environment, rule).map(({ protocol, ports }) => ({ from: EVERYONE, protocol, ports })),
  ]);
  // In a group that all share, a port of one is a port of all.
  const outward = routedServices(environment).map(({ name, port }) => ({
    to: network.securityGroups === 'perService' ? name : EVERYONE,
    port,
  }));
  const balancer = loadBalancer.of === undefined ? LOAD_BALANCER : `${LOAD_BALANCER} of ${loadBalancer.of}`;
  const distinct = [...new Map(outward.map((target) => [`${target.to} ${target.port}`, target])).values()];
  return [
    ...inward.map((traffic) => ({ ...traffic, to: balancer, why: 'load-balancer' as const })),
    ...distinct.map(({ to, port }) => ({ from: balancer, to, ...onPort(port), why: 'route' as const })),
  ];
}

function onPort(port: number) {
  return { protocol: 'tcp' as const, ports: { from: port, to: port } };
}

/** What the tasks reach because both their rules and one that lets in name ranges of addresses of the VPC. */
function byAddress({ network: { egress, vpcCidrBlock = '' } }: Environment, rule: SecurityGroupRule): Traffic[] {
  const isInside = ({ cidrBlock = '' }: SecurityGroupRule) => overlap(cidrBlock, vpcCidrBlock);
  return isInside(rule) ? egress.filter(isInside).flatMap((other) => common(rule, other)) : [];
}

type Traffic = Pick<ReachRow, 'protocol' | 'ports' | 'description'>;

function allowed(rule: SecurityGroupRule): Traffic {
  const { from, to } = portRange(rule);
  const ports = from === undefined || to === undefined ? {} : { ports: { from, to } };
  return { protocol: rule.protocol, ...ports, description: textOf(rule.description) };
}

/** What two rules both allow. */
function common(rule: SecurityGroupRule, other: SecurityGroupRule): Traffic[] {
  const [one, two] = [allowed(rule), allowed(other)];
  if (one.protocol === 'all' || two.protocol === 'all') {
    return [{ ...(one.protocol === 'all' ? two : one), description: one.description }];
  }
  const from = Math.max(one.ports?.from ?? 0, two.ports?.from ?? 0);
  const to = Math.min(one.ports?.to ?? 0, two.ports?.to ?? 0);
  return one.protocol === two.protocol && from <= to ? [{ ...one, ports: { from, to } }] : [];
}
