import type { AccountConfig } from '../../lib/delivery/account-config';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { OwnNetworkConfig } from '../../lib/network/network-config';
import { parameter } from '../../lib/secrets/secret-source';
import type { ServiceDefinition } from '../../lib/services/service-definition';

/** A minimal valid service. */
export function serviceDefinition(overrides: Partial<ServiceDefinition> = {}): ServiceDefinition {
  return {
    image: 'ecs_parameter_store:1.0.0',
    size: { cpu: 256, memoryMiB: 512 },
    port: 80,
    desiredCount: 1,
    secrets: { MY_PARAM_1: parameter('MY_PARAM_1'), MY_PARAM_2: parameter('MY_PARAM_2') },
    ...overrides,
  };
}

/** An environment with a VPC of its own. */
export type OwnNetworkEnvironment = EnvironmentConfig & { readonly network: OwnNetworkConfig };

/** A minimal valid configuration, like that of `dev`; a test names only what it is about. */
export function environmentConfig(overrides?: Partial<OwnNetworkEnvironment>): OwnNetworkEnvironment;
export function environmentConfig(overrides: Partial<EnvironmentConfig>): EnvironmentConfig;
export function environmentConfig(overrides: Partial<EnvironmentConfig> = {}): EnvironmentConfig {
  return {
    application: 'ecs_parameter_store',
    region: 'ap-northeast-1',
    accountId: 'any',
    stateBackend: { type: 'local' },
    network: {
      vpcCidrBlock: '10.0.0.0/16',
      publicSubnets: [
        { cidrBlock: '10.0.1.0/24', availabilityZone: 'ap-northeast-1a' },
        { cidrBlock: '10.0.2.0/24', availabilityZone: 'ap-northeast-1c' },
      ],
      ingress: [{ description: 'HTTP from the office', protocol: 'tcp', ports: 80, cidrBlock: '192.168.0.0/16' }],
      egress: [
        {
          description: 'HTTPS to anywhere',
          protocol: 'tcp',
          ports: 443,
          cidrBlock: '0.0.0.0/0',
          reason: 'The services of AWS have addresses that change',
        },
      ],
    },
    containerInsights: 'enabled',
    logRetentionDays: 30,
    executeCommand: true,
    imagePolicy: 'any',
    deletionProtection: false,
    encryptionKey: 'aws-managed',
    services: {
      web: serviceDefinition(),
    },
    ...overrides,
  };
}

/** A minimal valid account. */
export function accountConfig(overrides: Partial<AccountConfig> = {}): AccountConfig {
  return {
    application: 'ecs_parameter_store',
    region: 'ap-northeast-1',
    stateBucket: 'example-com-terraform-state',
    repositories: [],
    ...overrides,
  };
}
