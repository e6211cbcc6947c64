import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { domain } from './accounts';
import { alarms, common, httpsEgress, publicTasks, web } from './common';

/** For customers: two zones, nothing that can be lost by mistake, nobody in the containers. */
export const prod: EnvironmentConfig = {
  ...common,
  network: {
    // Apart from dev and stg, so that the three can be connected one day.
    vpcCidrBlock: '10.2.0.0/16',
    publicSubnets: [
      { cidrBlock: '10.2.1.0/24', availabilityZone: 'ap-northeast-1a' },
      { cidrBlock: '10.2.2.0/24', availabilityZone: 'ap-northeast-1c' },
    ],
    securityGroups: 'perService', // The load balancer is the only way in, and a service reaches only those that name it.
    ingress: [],
    egress: [httpsEgress],
    flowLogs: { traffic: 'REJECT', retentionDays: 90 }, // Shows who was turned away.
  },
  loadBalancer: {
    scheme: 'internet-facing', // Customers may come from anywhere.
    domain: { name: `app.${domain}`, hostedZone: domain },
    accessLogs: { retentionDays: 90 }, // Who asked for what, for an incident that is noticed late.
  },
  alarms, // Somebody is told, and a release that fails is rolled back.
  dashboard: true, // What one looks at first.
  containerInsights: 'enhanced', // Metrics per task and container, to find the one that misbehaves.
  logRetentionDays: 365, // As long as an incident may be looked into.
  executeCommand: false, // Whoever may open a shell can read every injected secret.
  imagePolicy: 'pinned', // A rollback must restore what ran before.
  deletionProtection: true, // Values, key and logs could not be restored.
  encryptionKey: {
    rotationPeriodDays: 365,
    deletionWindowDays: 30, // The longest time to notice a mistake.
  },
  policyExceptions: [
    ...publicTasks,
    { rule: 'ingress-not-from-anywhere', resource: 'load-balancer/*', reason: 'Customers may come from anywhere' },
    {
      rule: 'load-balancer-firewall',
      reason: 'The application shows two values and reads no input; name a web ACL in webAclArn once it does',
    },
  ],
  services: {
    web: {
      ...web,
      image: 'ecs_parameter_store:1.0.0',
      size: { cpu: 512, memoryMiB: 1024 }, // Twice that of the others: only prod has real load.
      desiredCount: 2, // One per zone: it survives the loss of either.
      scaling: { minimum: 2, maximum: 6, cpuPercent: 60 }, // Leaves room for the minutes that a new task takes.
      route: { priority: 100, healthCheck: { path: '/healthz' } },
    },
  },
};
