import type { PublicText } from '../validation/harmless-text';
import type { FlowLogsConfig } from './flow-logs-config';

/** The network of an environment, and what may reach its containers and be reached by them: a VPC of its own, or one that exists. */
export type NetworkConfig = OwnNetworkConfig | ExistingNetworkConfig;

interface CommonNetworkConfig {
  /**
   * Where the tasks are. `'public'`: in the public subnets, each with a public address. `'private'`: in the private subnets, without
   * one; they reach AWS and the internet only by what `natGateways` and `vpcEndpoints` say. Another placement moves the tasks by a
   * deployment of the services, and replaces nothing else.
   *
   * @default 'public'
   */
  readonly placement?: 'public' | 'private';

  /** What may reach the containers, in addition to each other: up to 59 rules. */
  readonly ingress: readonly SecurityGroupRule[];

  /**
   * What the containers may reach, in addition to each other: up to 59 rules. They need tcp/443 to pull images and read secrets: to the
   * internet, or with `vpcEndpoints` to the range of the VPC and the prefix list of S3.
   */
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

/** A VPC that the stack makes, with its subnets. */
export interface OwnNetworkConfig extends CommonNetworkConfig {
  /** IPv4 range of the VPC: a network address, `/16` to `/28`. */
  readonly vpcCidrBlock: string;

  /** The public subnets: 2 to 16, in at least two Availability Zones, disjoint, inside the VPC. */
  readonly publicSubnets: readonly SubnetConfig[];

  /**
   * Subnets without a route from the internet: 2 to 16, in at least two Availability Zones, disjoint from each other and the public
   * ones, inside the VPC. Required for the placement `'private'`; with `'public'` they are there, and no task is in them.
   *
   * @default - none
   */
  readonly privateSubnets?: readonly SubnetConfig[];

  /**
   * NAT gateways, through which the private subnets reach the internet. `'single'`: one, in the first zone that has subnets of both
   * kinds; if that zone fails, or for traffic between zones, the others depend on it and pay for it. `'perZone'`: one in each zone that
   * has private subnets, which then needs a public subnet, too. Each costs by the hour and by the GB.
   *
   * @default - none: private subnets have no route to the internet
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
   */
  readonly natGateways?: 'single' | 'perZone';

  /**
   * Whether AWS is reached by VPC endpoints in the private subnets: one for each service that the declared services and tasks need to
   * start, and that their `taskPermissions` name; no others. That of S3, where ECR keeps layers, and that of DynamoDB are free; every
   * other one costs by the hour and zone. What is not in AWS, or in another Region, is not reached by them.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
   */
  readonly vpcEndpoints?: boolean;

  /**
   * A record of the connections in the VPC.
   *
   * @default - none
   */
  readonly flowLogs?: FlowLogsConfig;

  /** Not together with a VPC of the environment's own. */
  readonly existingVpc?: never;
}

/** Somebody else's VPC: its owner decides what its subnets reach. Only the security group of the tasks is made in it. */
export interface ExistingNetworkConfig extends CommonNetworkConfig {
  /** The VPC, and its subnets. */
  readonly existingVpc: ExistingVpcConfig;

  /** Of a VPC of the environment's own, as the other fields below. */
  readonly vpcCidrBlock?: never;
  /** As above. */
  readonly publicSubnets?: never;
  /** As above. */
  readonly privateSubnets?: never;
  /** As above. */
  readonly natGateways?: never;
  /** As above. */
  readonly vpcEndpoints?: never;
  /** As above. */
  readonly flowLogs?: never;
}

/** The fields of both, each by itself. */
export type NetworkFields = { readonly [Field in keyof OwnNetworkConfig]?: NetworkConfig[Field] };

export interface ExistingVpcConfig {
  /** For example `vpc-0a1b2c3d4e5f60718`. */
  readonly vpcId: string;

  /**
   * Ids of subnets with a route to an internet gateway: 2 to 16, in at least two Availability Zones. Required for the placement
   * `'public'`.
   *
   * @default - none
   */
  readonly publicSubnetIds?: readonly string[];

  /**
   * Ids of subnets that reach by NAT gateways or VPC endpoints what the tasks need: 2 to 16, in at least two Availability Zones.
   * Required for the placement `'private'`.
   *
   * @default - none
   */
  readonly privateSubnetIds?: readonly string[];
}

export interface SubnetConfig {
  /** IPv4 range: a network address, `/16` to `/28`. */
  readonly cidrBlock: string;

  /** For example `ap-northeast-1a`. */
  readonly availabilityZone: string;
}

/**
 * One rule of a security group of tasks. The other side is exactly one of `cidrBlock`, `securityGroupId` and `prefixListId`.
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

  /**
   * IPv4 range of the other side: a network address.
   *
   * @default - none: another field says what the other side is
   */
  readonly cidrBlock?: string;

  /**
   * Id of a security group on the other side, in the same VPC or one that is connected with it, for example `sg-0a1b2c3d4e5f60718`.
   *
   * @default - none: another field says what the other side is
   */
  readonly securityGroupId?: string;

  /**
   * Id of a prefix list on the other side, for example `pl-61a54008`, which is S3 in `ap-northeast-1`. In the quota of 60 rules it
   * counts as many times as it may have entries.
   *
   * @default - none: another field says what the other side is
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
   */
  readonly prefixListId?: string;

  /**
   * Why the rule opens more to a public range or a prefix list than one port on which a service listens, or lets out more than one port;
   * or why it is open to everyone, or to everywhere, as the policy rules ask.
   *
   * @default - none: such a rule is refused
   */
  readonly reason?: string;
}

/** The fields of which a rule has exactly one. */
export const OTHER_SIDES = [
  'cidrBlock',
  'securityGroupId',
  'prefixListId',
] as const satisfies readonly (keyof SecurityGroupRule)[];

/** What is on the other side of a rule: a range or an id; nothing in a rule that is wrong. */
export function otherSide({ cidrBlock, securityGroupId, prefixListId }: SecurityGroupRule): string | undefined {
  return cidrBlock ?? securityGroupId ?? prefixListId;
}

/**
 * What distinguishes the rules of a direction: the traffic that they allow, for which AWS refuses a second rule. A rule with another
 * description stays the same rule; one that allows something else is another rule.
 */
export function securityGroupRuleId(rule: SecurityGroupRule): string {
  const { from, to } = portRange(rule);
  const ports = from === to ? [from] : [from, to];
  return [rule.protocol, ...ports, ...(otherSide(rule) ?? '').split(/[./]/)]
    .filter((part) => part !== undefined)
    .join('-');
}

/** The first and the last port of a rule, which has none for `all`. */
export function portRange({ ports }: SecurityGroupRule): { readonly from?: number; readonly to?: number } {
  return typeof ports === 'object' ? ports : { from: ports, to: ports };
}
