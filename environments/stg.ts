import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { domain } from './accounts';
import { alarms, common, httpsEgress, publicTasks, web } from './common';

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
    securityGroups: 'perService', // As in prod, to notice here what a service must let in.
    ingress: [],
    egress: [httpsEgress],
    flowLogs: { traffic: 'REJECT', retentionDays: 30 }, // Shows which rule is missing.
  },
  loadBalancer: {
    scheme: 'internet-facing',
    domain: { name: `stg.${domain}`, hostedZone: `stg.${domain}` }, // A zone of its own, which may be in another account than prod's.
    ingressCidrBlocks: ['203.0.113.0/24'], // Only testers. Replace this range, which is nobody's, with theirs.
    accessLogs: { retentionDays: 30 }, // As long as the other logs.
  },
  alarms, // What goes off here would go off in prod.
  dashboard: true, // To compare two releases.
  containerInsights: 'enabled', // Metrics per service are enough to compare two releases.
  logRetentionDays: 30, // As long as a release is being tested.
  executeCommand: true, // To find out why a release candidate fails; its values are not prod's.
  imagePolicy: 'pinned', // What was tested must be what is released.
  deletionProtection: false, // Can be set up again from code and a copy of its values.
  encryptionKey: {
    rotationPeriodDays: 365,
    deletionWindowDays: 7, // Its values can be set again.
  },
  policyExceptions: [
    ...publicTasks,
    { rule: 'load-balancer-deletion-protection', reason: 'Can be set up again from code' },
    { rule: 'load-balancer-firewall', reason: 'Only testers reach it' },
  ],
  services: {
    web: {
      ...web,
      image: 'ecs_parameter_store:1.0.0',
      size: { cpu: 256, memoryMiB: 512 }, // Tests its behaviour, not load.
      desiredCount: 2, // As in prod, to test that two tasks work together.
      scaling: { minimum: 2, maximum: 3, cpuPercent: 60 }, // Tests that tasks come and go, not load.
      route: { priority: 100, healthCheck: { path: '/healthz' } },
    },
  },
};
