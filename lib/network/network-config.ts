import type { PublicText } from '../validation/harmless-text';

/** The VPC of an environment, its public subnets, and what may reach its containers and be reached by them. */
export interface NetworkConfig {
  /** IPv4 range of the VPC: a network address, `/16` to `/28`. */
  readonly vpcCidrBlock: string;

  /** The public subnets: 2 to 16, in at least two Availability Zones, disjoint, inside the VPC. */
  readonly publicSubnets: readonly PublicSubnetConfig[];

  /** What may reach the containers, in addition to each other: up to 59 rules. */
  readonly ingress: readonly SecurityGroupRule[];

  /** What the containers may reach, in addition to each other: up to 59 rules. They need tcp/443 to pull images and read secrets. */
  readonly egress: readonly SecurityGroupRule[];

  /**
   * `'shared'`: all tasks are in one security group, in which they reach each other on every port. `'perService'`: each service and
   * task has a group of its own, and reaches only the services that name it in `allowFrom`. Then `ingress` must be empty, as a service
   * says itself who reaches it, `egress` is for each group, and both directions of a group have room for 60 rules.
   *
   * @default 'shared'
   */
  readonly securityGroups?: 'shared' | 'perService';
}

export interface PublicSubnetConfig {
  /** IPv4 range: a network address, `/16` to `/28`. */
  readonly cidrBlock: string;

  /** For example `ap-northeast-1a`. */
  readonly availabilityZone: string;
}

/**
 * One rule of a security group of tasks.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export interface SecurityGroupRule {
  /** Says what the rule is for: up to 255 characters. */
  readonly description: PublicText;

  /** `all` means every protocol and has no ports. */
  readonly protocol: 'tcp' | 'udp' | 'all';

  /**
   * The ports, 1 to 65535: one, or a range from low to high.
   *
   * @default - none, as `all` has no ports; required for the other protocols
   */
  readonly ports?: number | { readonly from: number; readonly to: number };

  /** IPv4 range of the other side: a network address. */
  readonly cidrBlock: string;

  /**
   * Why the rule opens more to a public range than one port on which a service listens, or lets out more than one port.
   *
   * @default - none: such a rule is refused
   */
  readonly reason?: string;
}

/**
 * What distinguishes the rules of a direction: the traffic that they allow, for which AWS refuses a second rule. A rule with another
 * description stays the same rule; one that allows something else is another rule.
 */
export function securityGroupRuleId(rule: SecurityGroupRule): string {
  const { from, to } = portRange(rule);
  const ports = from === to ? [from] : [from, to];
  return [rule.protocol, ...ports, ...rule.cidrBlock.split(/[./]/)].filter((part) => part !== undefined).join('-');
}

/** The first and the last port of a rule, which has none for `all`. */
export function portRange({ ports }: SecurityGroupRule): { readonly from?: number; readonly to?: number } {
  return typeof ports === 'object' ? ports : { from: ports, to: ports };
}
