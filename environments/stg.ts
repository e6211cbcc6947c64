import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { common, httpsEgress, web } from './common';

/** What prod will be next, to see it work there first: the same capabilities, at a smaller size. */
export const stg: EnvironmentConfig = {
  ...common,
  network: {
    // Apart from dev and prod, so that the three can be connected one day.
    vpcCidrBlock: '10.1.0.0/16',
    publicSubnets: [
      { cidrBlock: '10.1.1.0/24', availabilityZone: 'ap-northeast-1a' },
      { cidrBlock: '10.1.2.0/24', availabilityZone: 'ap-northeast-1c' },
    ],
    // Only testers should reach it. Replace this private range with theirs.
    ingress: [{ description: 'Allow from private HTTP', protocol: 'tcp', ports: 80, cidrBlock: '10.0.0.0/8' }],
    egress: [httpsEgress],
  },
  containerInsights: 'enabled', // Metrics per service are enough to compare two releases.
  logRetentionDays: 30, // As long as a release is being tested.
  executeCommand: true, // To find out why a release candidate fails; its values are not prod's.
  imagePolicy: 'pinned', // What was tested must be what is released.
  deletionProtection: false, // Can be set up again from code and a copy of its values.
  encryptionKey: {
    rotationPeriodDays: 365,
    deletionWindowDays: 7, // Its values can be set again.
  },
  services: {
    web: {
      ...web,
      image: 'ecs_parameter_store:1.0.0',
      size: { cpu: 256, memoryMiB: 512 }, // Tests its behaviour, not load.
      desiredCount: 2, // As in prod, to test that two tasks work together.
    },
  },
};
