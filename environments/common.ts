import type { EnvironmentConfig } from '../lib/environment/environment-config';
import type { SecurityGroupRule } from '../lib/network/network-config';
import type { AlarmsConfig } from '../lib/observability/alarms-config';
import type { PolicyException } from '../lib/policy/policy-exception';
import { parameter } from '../lib/secrets/secret-source';
import type { ServiceDefinition } from '../lib/services/service-definition';
import { accounts, domain } from './accounts';
import imageDigests from './images.json';

/** Who is told when something is wrong. */
export const alarms: AlarmsConfig = { subscriptions: [{ protocol: 'email', endpoint: `on-call@${domain}` }] };

/** What every environment has in common. */
export const common = {
  account: 'account',
  accountId: accounts.account.accountId,
  application: accounts.account.application,
  region: accounts.account.region,
  stateBackend: { type: 's3', bucket: accounts.account.stateBucket },
  imageDigests, // Written by `npm run image`.
} as const satisfies Partial<EnvironmentConfig>;

/** Of the policy rules, what the shape of every environment means: tasks in public subnets. Private ones need none of it. */
export const publicTasks: readonly PolicyException[] = [
  {
    rule: 'task-no-public-address',
    reason: 'Tasks reach AWS without the price of NAT gateways; security groups say who reaches them',
  },
  { rule: 'route-not-to-internet-gateway', reason: 'Tasks reach AWS, and clients the application, by the internet' },
];

/** What the tasks need: image registry, Parameter Store, Secrets Manager and CloudWatch Logs are all reached by HTTPS. */
export const httpsEgress: SecurityGroupRule = {
  description: 'Allow to any HTTPS',
  protocol: 'tcp',
  ports: 443,
  cidrBlock: '0.0.0.0/0',
  reason: 'The services of AWS have addresses that change',
};

/** The application that shows its two parameters. Each environment adds what differs: image, size and count. */
export const web = {
  port: 80,
  user: '1000:1000', // That of the image.
  healthCheck: {
    command: ['CMD', 'node', 'src/check-health.js'],
    startPeriodSeconds: 10,
  },
  secrets: {
    MY_PARAM_1: parameter('MY_PARAM_1', { description: 'First value that the application shows' }),
    MY_PARAM_2: parameter('MY_PARAM_2', { description: 'Second value that the application shows' }),
  },
} as const satisfies Partial<ServiceDefinition>;
