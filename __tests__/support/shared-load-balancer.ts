import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { ServiceDefinition } from '../../lib/services/service-definition';
import { environmentConfig, serviceDefinition } from './environment-config';

const { network } = environmentConfig();

const withService = (name: string, service: Partial<ServiceDefinition>, config: Partial<EnvironmentConfig>) =>
  environmentConfig({
    application: 'growth',
    executeCommand: false,
    permissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess',
    services: { [name]: serviceDefinition({ secrets: {}, ...service }) },
    ...config,
  });

/** An environment with a load balancer for itself and others. */
export const shop = withService(
  'web',
  { route: { priority: 100 } },
  {
    loadBalancer: {
      scheme: 'internet-facing',
      domain: { name: 'shop.example.com', hostedZone: 'example.com', alternativeNames: ['billing.example.com'] },
    },
  },
);

/** One that has its load balancer, in the same VPC. */
export const billingIn = (existingVpc: { readonly vpcId: string; readonly publicSubnetIds: readonly string[] }) =>
  withService(
    'invoices',
    {
      port: 3000,
      route: { priority: 200, hosts: ['billing.example.com'] },
      scaling: { minimum: 1, maximum: 2, requestsPerTarget: 100 },
    },
    {
      network: { existingVpc, ingress: [], egress: network.egress },
      loadBalancer: { of: 'shop' },
      alarms: { subscriptions: [{ protocol: 'email', endpoint: 'on-call@example.com' }] },
      dashboard: true,
    },
  );

export const billing = billingIn({
  vpcId: 'vpc-0123456789abcdef0',
  publicSubnetIds: ['subnet-01234567', 'subnet-01234568'],
});
