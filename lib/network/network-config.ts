/** The VPC of an environment, its public subnets, and what may reach its containers and be reached by them. */
export interface NetworkConfig {
  /** IPv4 range of the VPC: a network address, `/16` to `/28`. */
  readonly vpcCidrBlock: string;

  /** The public subnets, in at least two Availability Zones, disjoint, inside the VPC. */
  readonly publicSubnets: readonly PublicSubnetConfig[];

  /** What may reach the containers, besides each other. */
  readonly ingress: readonly SecurityGroupRule[];

  /** What the containers may reach, besides each other. They need tcp/443 to pull images and read secrets. */
  readonly egress: readonly SecurityGroupRule[];
}

export interface PublicSubnetConfig {
  /** IPv4 range: a network address, `/16` to `/28`. */
  readonly cidrBlock: string;

  /** For example `ap-northeast-1a`. */
  readonly availabilityZone: string;
}

/**
 * One rule of the application's security group.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export interface SecurityGroupRule {
  /** Says what the rule is for: up to 255 characters. Unique among the rules of its direction. */
  readonly description: string;

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
}

/** What tells the rules of a direction apart: it stays the same when a rule is moved or its range is changed. */
export function securityGroupRuleId({ description }: SecurityGroupRule): string {
  return description
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join('-');
}
