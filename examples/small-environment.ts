import type { EnvironmentConfig } from '../lib/environment/environment-config';
import type { PolicyException } from '../lib/policy/policy-exception';

/** Also where tasks have private addresses: NAT gateways and load balancers are in the public subnets. */
export const publicRoute: PolicyException = {
  rule: 'route-not-to-internet-gateway',
  reason: 'Images, AWS and clients are reached by the internet',
};

/** What the examples do not differ in: a small environment that can be torn down at any time. */
export const smallEnvironment = {
  region: 'ap-northeast-1',
  accountId: 'any', // Whoever copies it tries it out in an account of their own.
  stateBackend: { type: 'local' },
  network: {
    vpcCidrBlock: '10.0.0.0/16',
    publicSubnets: [
      { cidrBlock: '10.0.1.0/24', availabilityZone: 'ap-northeast-1a' },
      { cidrBlock: '10.0.2.0/24', availabilityZone: 'ap-northeast-1c' },
    ],
    ingress: [],
    egress: [
      {
        description: 'Allow to any HTTPS',
        protocol: 'tcp',
        ports: 443,
        cidrBlock: '0.0.0.0/0',
        reason: 'The services of AWS, and what the application calls, have addresses that change',
      },
    ],
  },
  containerInsights: 'enabled',
  logRetentionDays: 7,
  executeCommand: false,
  imagePolicy: 'pinned',
  deletionProtection: false,
  encryptionKey: 'aws-managed',
  policyExceptions: [
    publicRoute,
    { rule: 'task-no-public-address', reason: 'Public subnets cost nothing, and security groups let nobody in' },
    { rule: 'vpc-flow-logs', reason: 'There is no traffic of interest to record' },
  ],
} as const satisfies Partial<EnvironmentConfig>;
