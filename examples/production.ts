import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { parameter } from '../lib/secrets/secret-source';
import { publicRoute, smallEnvironment } from './small-environment';

const image = 'production:1.0.0';

const application = {
  image,
  size: { cpu: 512, memoryMiB: 1024 },
  desiredCount: 2,
  user: '1000:1000',
  healthCheck: { command: ['CMD', 'node', 'src/check-health.js'], startPeriodSeconds: 10 },
} as const;

/** Everything that one may want of an environment for customers, at once. Each capability can be left out by itself. */
export const production: EnvironmentConfig = {
  ...smallEnvironment,
  application: 'production',
  permissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess',
  containerInsights: 'enhanced',
  executeCommand: true,
  network: {
    ...smallEnvironment.network,
    placement: 'private', // Nothing reaches a task from the internet, whatever the rules say.
    privateSubnets: [
      { cidrBlock: '10.0.16.0/20', availabilityZone: 'ap-northeast-1a' },
      { cidrBlock: '10.0.32.0/20', availabilityZone: 'ap-northeast-1c' },
    ],
    natGateways: 'single', // For what is not in AWS; 'perZone' where that must survive the loss of a zone.
    vpcEndpoints: true, // Images and secrets do not depend on the NAT gateway, and their traffic is not charged by it.
    flowLogs: { traffic: 'REJECT', retentionDays: 90 }, // What was refused, to find a rule that is missing, or an attempt.
    securityGroups: 'perService', // A task reaches only the services that name it.
  },
  serviceConnect: true, // web reaches http://api:3000.
  alarms: { subscriptions: [{ protocol: 'email', endpoint: 'on-call@example.com' }] },
  dashboard: true,
  encryptionKey: { rotationPeriodDays: 365, deletionWindowDays: 30 },
  loadBalancer: {
    scheme: 'internet-facing',
    domain: { name: 'app.example.com', hostedZone: 'example.com', alternativeNames: ['api.example.com'] },
    accessLogs: { retentionDays: 90 },
  },
  policyExceptions: [
    publicRoute,
    { rule: 'ingress-not-from-anywhere', resource: 'load-balancer/*', reason: 'Customers may come from anywhere' },
    { rule: 'load-balancer-firewall', reason: 'An example has no web ACL: name yours in webAclArn' },
    { rule: 'load-balancer-deletion-protection', reason: 'An example is torn down again' },
  ],
  services: {
    web: {
      ...application,
      port: 80,
      route: { priority: 100, healthCheck: { path: '/healthz' } },
      scaling: {
        minimum: 2, // One per zone.
        maximum: 10,
        cpuPercent: 60,
        requestsPerTarget: 1000,
        scheduled: {
          'office-hours': { schedule: 'cron(0 8 ? * MON-FRI *)', timeZone: 'Asia/Tokyo', minimum: 4, maximum: 10 },
          night: { schedule: 'cron(0 20 * * ? *)', timeZone: 'Asia/Tokyo', minimum: 2, maximum: 10 },
        },
      },
      environmentVariables: { REQUIRED_VARIABLES: 'SESSION_KEY' },
      secrets: { SESSION_KEY: parameter('session-key', { generate: { length: 48 } }) },
    },
    api: {
      ...application,
      port: 3000,
      allowFrom: ['web', 'report'],
      route: { priority: 50, hosts: ['api.example.com'], healthCheck: { path: '/healthz' }, slowStartSeconds: 30 },
      scaling: { minimum: 2, maximum: 6, cpuPercent: 60 },
      // Whoever calls it tries again. Two tasks on demand answer if there is no spare capacity.
      capacity: { fargate: { base: 2, weight: 1 }, fargateSpot: { weight: 3 } },
      environmentVariables: { PORT: '3000', REQUIRED_VARIABLES: 'API_KEY' },
      secrets: { API_KEY: parameter('api-key') },
    },
  },
  scheduledTasks: {
    report: {
      image,
      size: { cpu: 256, memoryMiB: 512 },
      schedule: 'cron(0 3 * * ? *)',
      timeZone: 'Asia/Tokyo',
      user: '1000:1000',
      command: ['node', '--eval', "console.log('reported')"],
    },
  },
};
