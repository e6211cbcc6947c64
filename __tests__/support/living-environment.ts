import fc from 'fast-check';
import { production } from '../../examples/production';
import { ConfigurationError, validateEnvironments } from '../../lib/environment/validate-environments';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { OwnNetworkConfig } from '../../lib/network/network-config';
import type { LoadBalancerConfig } from '../../lib/load-balancing/load-balancer-config';
import type { RouteConfig } from '../../lib/load-balancing/route-config';
import type { AlarmsConfig } from '../../lib/observability/alarms-config';
import { parameter, secretsManager } from '../../lib/secrets/secret-source';
import type { ServiceDefinition } from '../../lib/services/service-definition';

const { web, api, ...otherServices } = production.services;
if (web === undefined || api === undefined) {
  throw new Error('The example production has no service web or api.');
}

const { network } = production;
if (network.existingVpc !== undefined) {
  throw new Error('The example production has no VPC of its own.');
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const NIGHTLY = { schedule: 'cron(0 20 * * ? *)', timeZone: 'Asia/Tokyo' };

/** What may change of a service while it lives. */
const serviceChanges = fc.record({
  image: fc.constantFrom('production:1.0.0', 'production:1.1.0', 'public.ecr.aws/nginx/nginx:1.29'),
  size: fc.constantFrom({ cpu: 512, memoryMiB: 1024 }, { cpu: 1024, memoryMiB: 4096 }),
  cpuArchitecture: optional(fc.constantFrom('X86_64' as const, 'ARM64' as const)),
  ephemeralStorageGiB: optional(fc.constant(30)),
  desiredCount: fc.integer({ min: 2, max: 4 }),
  deployment: optional(fc.constantFrom({ minimumHealthyPercent: 50, maximumPercent: 100 })),
  stopTimeoutSeconds: optional(fc.constantFrom(60, 120)),
  port: fc.constantFrom(80, 3000, 8080),
  healthCheck: optional(fc.constant({ command: ['CMD', 'true'], intervalSeconds: 20 })),
  environmentVariables: optional(fc.constant({ LOG_LEVEL: 'debug' })),
  sidecars: optional(fc.constant({ agent: { image: 'agent:1.0.0', essential: false } })),
  scaling: optional(
    fc.constantFrom(
      { minimum: 1, maximum: 4, cpuPercent: 60 },
      { minimum: 2, maximum: 4, memoryPercent: 70, scheduled: { night: { ...NIGHTLY, minimum: 1, maximum: 4 } } },
      { minimum: 2, maximum: 5, cpuPercent: 50, scheduled: { night: { ...NIGHTLY, minimum: 2, maximum: 3 } } },
    ),
  ),
  capacity: optional(
    fc.constantFrom(
      { fargate: { base: 1, weight: 1 }, fargateSpot: { weight: 1 } },
      { fargate: { base: 0, weight: 0 }, fargateSpot: { weight: 3 } },
    ),
  ),
  taskPermissions: optional(
    fc.constant([{ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::production-uploads/daily/*'] }]),
  ),
} satisfies Partial<Record<keyof ServiceDefinition, unknown>>);

/** Which requests it gets, and how. */
const routeChanges = fc.record({
  priority: fc.constantFrom(100, 200),
  paths: optional(fc.constantFrom(['/shop/*'], ['/shop/*', '/cart'])),
  healthCheck: optional(fc.constant({ path: '/healthz', matcher: '200-299', intervalSeconds: 10 })),
  deregistrationDelaySeconds: optional(fc.constantFrom(5, 25)),
  slowStartSeconds: optional(fc.constantFrom(30, 60)),
  healthCheckGracePeriodSeconds: optional(fc.constant(120)),
  stickiness: optional(fc.constant({ durationSeconds: 3600 })),
}) satisfies fc.Arbitrary<RouteConfig>;

/** What may change of the load balancer while it lives. */
const loadBalancerChanges = fc
  .record({
    alternativeNames: fc.constantFrom(['api.example.com'], ['api.example.com', 'www.example.com']),
    ingressCidrBlocks: optional(fc.constantFrom(['198.51.100.0/24'], ['203.0.113.0/24', '198.51.100.0/24'])),
    accessLogs: optional(fc.constantFrom({ retentionDays: 30 }, { retentionDays: 90 })),
  })
  .map(({ alternativeNames, ...changes }): LoadBalancerConfig => ({
    scheme: 'internet-facing',
    domain: { name: 'app.example.com', hostedZone: 'example.com', alternativeNames },
    ...changes,
  }));

/** Who is told of what. */
const alarmChanges = fc.constantFrom<AlarmsConfig>(
  { subscriptions: [{ protocol: 'email', endpoint: 'on-call@example.com' }] },
  { subscriptions: [{ protocol: 'https', endpoint: 'https://alarms.example.com' }], loadBalancerErrors: 100 },
);

/** Where tasks are, and how they reach AWS and the internet from there. */
const networkChanges = fc.record({
  placement: optional(fc.constantFrom('public' as const, 'private' as const)),
  natGateways: optional(fc.constantFrom('single' as const, 'perZone' as const)),
  vpcEndpoints: optional(fc.boolean()),
  flowLogs: optional(
    fc.record({ traffic: fc.constantFrom('ALL' as const, 'REJECT' as const), retentionDays: fc.constantFrom(7, 90) }),
  ),
}) satisfies fc.Arbitrary<Partial<OwnNetworkConfig>>;

/** The parameters and secrets stay, and what is declared of them changes. */
const secretChanges = fc
  .record({
    description: fc.constantFrom(undefined, 'Signs the cookies', 'Signs the session cookies'),
    tier: fc.constantFrom(undefined, 'Advanced' as const),
    rollout: fc.constantFrom(undefined, 1, 2),
    recoveryWindowDays: fc.constantFrom(undefined, 7, 30),
  })
  .map(({ description, tier, rollout, recoveryWindowDays }) => ({
    SESSION_KEY: parameter('session-key', { description, tier, rollout }),
    PARTNER_KEY: secretsManager('partner-key', { description, rollout, recoveryWindowDays }),
  }));

/**
 * One environment as it may be at one time: each of its fields has one of the values between which it may change while the environment
 * lives, without anything lasting being replaced. The fields of which that is not true are in `REPLACING`.
 */
export const livingEnvironment: fc.Arbitrary<EnvironmentConfig> = fc
  .record({
    containerInsights: fc.constantFrom('enabled' as const, 'enhanced' as const),
    logRetentionDays: fc.constantFrom(7 as const, 365 as const),
    executeCommand: fc.boolean(),
    imagePolicy: fc.constant('any' as const),
    deletionProtection: fc.boolean(),
    permissionsBoundaryArn: optional(
      fc.constantFrom('arn:aws:iam::aws:policy/PowerUserAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'),
    ),
    tags: optional(fc.constantFrom<Readonly<Record<string, string>>>({}, { team: 'shop' }, { team: 'search' })),
    encryptionKey: fc.constantFrom<EnvironmentConfig['encryptionKey']>(
      { rotationPeriodDays: 365, deletionWindowDays: 30 },
      { rotationPeriodDays: 90, deletionWindowDays: 7 },
      'aws-managed',
    ),
    networkFields: networkChanges,
    loadBalancer: loadBalancerChanges,
    route: optional(routeChanges),
    alarms: optional(alarmChanges),
    serviceAlarms: optional(fc.constant({ cpuPercent: 70, errorPercent: 'off' as const })),
    dashboard: fc.boolean(),
    changes: serviceChanges,
    secrets: secretChanges,
    withMore: fc.boolean(),
    ownGroups: fc.boolean(),
    serviceConnect: optional(fc.boolean()),
  })
  .map(({ changes, secrets, withMore, ownGroups, networkFields, route, serviceAlarms, ...fields }) => ({
    ...production,
    ...fields,
    network: {
      ...network,
      ...networkFields,
      securityGroups: ownGroups ? ('perService' as const) : ('shared' as const),
    },
    services: {
      ...otherServices,
      web: { ...web, ...changes, secrets, route, alarms: serviceAlarms },
      api: { ...api, size: changes.size, allowFrom: ownGroups ? ['web'] : undefined },
      ...(withMore && { worker: { image: 'worker:1.0.0', size: changes.size, desiredCount: 1, user: '1000:1000' } }),
    },
  }))
  .filter(isValid);

function isValid(dev: EnvironmentConfig): boolean {
  try {
    validateEnvironments({ dev });
    return true;
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return false;
    }
    throw error;
  }
}

/** A change that replaces something lasting, which the documentation says. */
export interface ReplacingChange {
  /** As the documentation names it. */
  readonly field: string;
  readonly change: (environment: EnvironmentConfig) => EnvironmentConfig;
  /** The types of what is replaced. */
  readonly replaces: readonly string[];
}

/** What is in the public subnets alone, so that nothing else is replaced with them. */
const { vpcCidrBlock, publicSubnets, ingress, egress } = network;

/** The range of a subnet is its identity: with another, it is another subnet. */
const elsewhere = (cidrBlock: string) => cidrBlock.replace(/^10\.0\./, '10.9.');

export const REPLACING: readonly ReplacingChange[] = [
  {
    field: 'network.vpcCidrBlock',
    change: (environment) => ({
      ...environment,
      network: {
        ...{ ingress, egress, securityGroups: environment.network.securityGroups },
        vpcCidrBlock: elsewhere(vpcCidrBlock),
        publicSubnets: publicSubnets.map((subnet) => ({ ...subnet, cidrBlock: elsewhere(subnet.cidrBlock) })),
      },
    }),
    replaces: ['aws_security_group', 'aws_vpc'],
  },
  {
    field: 'network.publicSubnets[].availabilityZone',
    change: (environment) => ({
      ...environment,
      network: {
        ...{ vpcCidrBlock, ingress, egress, securityGroups: environment.network.securityGroups },
        publicSubnets: publicSubnets.map((subnet, index) => ({
          ...subnet,
          availabilityZone: ['ap-northeast-1a', 'ap-northeast-1d'][index] ?? subnet.availabilityZone,
        })),
      },
    }),
    replaces: ['aws_subnet'],
  },
  {
    field: 'loadBalancer.scheme',
    change: ({ loadBalancer, ...environment }) => ({
      ...environment,
      ...(loadBalancer?.scheme !== undefined && { loadBalancer: { ...loadBalancer, scheme: 'internal' } }),
    }),
    replaces: ['aws_lb', 'aws_lb_listener'],
  },
];
