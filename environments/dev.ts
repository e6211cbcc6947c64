import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { common, httpsEgress, publicTasks, web } from './common';

/** For trying things out: small, cheap, open, and quickly torn down. */
export const dev: EnvironmentConfig = {
  ...common,
  network: {
    // Apart from stg and prod, so that the three can be connected one day.
    vpcCidrBlock: '10.0.0.0/16',
    publicSubnets: [
      { cidrBlock: '10.0.1.0/24', availabilityZone: 'ap-northeast-1a' },
      { cidrBlock: '10.0.2.0/24', availabilityZone: 'ap-northeast-1c' },
    ],
    // There is no load balancer: developers open the task's own address.
    ingress: [
      {
        description: 'Allow from any HTTP',
        protocol: 'tcp',
        ports: 80,
        cidrBlock: '0.0.0.0/0',
        reason: 'Developers come from anywhere, and what they see is made up',
      },
    ],
    egress: [httpsEgress],
  },
  containerInsights: 'enabled', // Metrics per service: they show that one does not start, and cost less.
  logRetentionDays: 7, // Logs of experiments are not worth more.
  executeCommand: true, // Looking into a running container is what this environment is for.
  imagePolicy: 'any', // As long as no digest is recorded, any tag will do for a try.
  deletionProtection: false, // Its values are made up, and it is torn down often.
  encryptionKey: 'aws-managed', // A key of its own costs a monthly fee, and no value here needs it.
  policyExceptions: [
    ...publicTasks,
    { rule: 'vpc-flow-logs', reason: 'Nobody would look into who reached values that are made up' },
  ],
  services: {
    web: {
      ...web,
      image: 'ecs_parameter_store:latest',
      size: { cpu: 256, memoryMiB: 512 }, // The least that Fargate offers: one developer at a time.
      desiredCount: 1, // Downtime is acceptable.
    },
  },
};
