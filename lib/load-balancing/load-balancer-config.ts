/**
 * The load balancer of an environment: the one way in from outside to the services that have a `route`. It answers HTTPS on port 443,
 * redirects port 80 to it, and answers 404 itself where no route matches. It is the environment's own, or another one's.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html
 */
export type LoadBalancerConfig = OwnLoadBalancerConfig | SharedLoadBalancerConfig;

/** A load balancer that the stack makes. */
export interface OwnLoadBalancerConfig {
  /**
   * `internet-facing`: in the public subnets, with public addresses. `internal`: in the subnets of the tasks, with private addresses
   * alone. Another scheme is another load balancer: the old one is deleted before the new one is created.
   */
  readonly scheme: 'internet-facing' | 'internal';

  /**
   * The domain that it serves, in a public hosted zone of Route 53 in the same account. The stack creates a certificate for it, with
   * the record that validates that, and the record that leads the domain to the load balancer.
   *
   * @default - none: `certificateArn` is given in its place
   */
  readonly domain?: DomainConfig;

  /**
   * ARN of an issued certificate of ACM in the Region of the environment. Records that lead a domain to the load balancer are
   * somebody else's then.
   *
   * @default - none: `domain` is given in its place
   */
  readonly certificateArn?: string;

  /**
   * Who may reach it on ports 80 and 443: 1 to 30 IPv4 ranges, each a network address.
   *
   * @default - everybody (`0.0.0.0/0`) if it is `internet-facing`, the range of the VPC if it is `internal`
   */
  readonly ingressCidrBlocks?: readonly string[];

  /**
   * A record of every request, in a bucket of its own.
   *
   * @default - requests are counted, and not recorded
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
   */
  readonly accessLogs?: AccessLogsConfig;

  /**
   * ARN of a web ACL of AWS WAF, of scope REGIONAL and in the Region of the environment, that inspects the requests.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html
   */
  readonly webAclArn?: string;

  /** Not together with a load balancer of the environment's own. */
  readonly of?: never;
}

/**
 * The load balancer of another environment, which is deployed before this one and destroyed after it. The stack adds the routes of its
 * services to it; domain, certificate and who may reach it are its owner's.
 */
export interface SharedLoadBalancerConfig {
  /**
   * Name of the environment that owns it: in the same configuration, with the same application, Region and account. The network of this
   * environment is the owner's, by `existingVpc`.
   */
  readonly of: string;

  /** Of a load balancer of the environment's own, as the other fields below. */
  readonly scheme?: never;
  /** As above. */
  readonly domain?: never;
  /** As above. */
  readonly certificateArn?: never;
  /** As above. */
  readonly ingressCidrBlocks?: never;
  /** As above. */
  readonly accessLogs?: never;
  /** As above. */
  readonly webAclArn?: never;
}

/** The fields of both, each by itself. */
export type LoadBalancerFields = { readonly [Field in keyof OwnLoadBalancerConfig]?: LoadBalancerConfig[Field] };

/** A domain with its certificate and its records. */
export interface DomainConfig {
  /** The name, for example `app.example.com`: in the hosted zone, lower-case, up to 64 characters. */
  readonly name: string;

  /** Name of the public hosted zone, for example `example.com`. It must exist, and its domain be delegated to it. */
  readonly hostedZone: string;

  /**
   * Further names in the hosted zone that the certificate and the records are for, up to 9: `www.example.com`, or `*.example.com` for
   * every name of one more label.
   *
   * @default - none
   */
  readonly alternativeNames?: readonly string[];
}

export interface AccessLogsConfig {
  /** Days after which a record is deleted: 1 or more. */
  readonly retentionDays: number;
}
