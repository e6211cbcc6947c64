import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { file } from '../lib/secrets/secret-file';
import { existingParameter, existingSecret, parameter, secretsManager, select } from '../lib/secrets/secret-source';
import { smallEnvironment } from './small-environment';

const database = secretsManager('database', {
  description: 'Connection of the database: user and password',
  format: 'json',
  recoveryWindowDays: 7,
});
// Declared once, used by two services: the same parameter.
const sessionKey = parameter('session-key', {
  description: 'Signs the session cookies',
  generate: { length: 48 },
  rollout: 1,
});
// Of another account, whose owner lets the execution role of `search` read it.
const payment = existingSecret('arn:aws:secretsmanager:ap-northeast-1:444455556666:secret:shared/payment-AbCdEf', {
  accountId: '444455556666',
  keyArn: 'arn:aws:kms:ap-northeast-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  format: 'json',
});

/** Every form of secret, and of image, in one environment: two services, a scheduled task and a one-off task that share some of them. */
export const everything: EnvironmentConfig = {
  ...smallEnvironment,
  application: 'everything',
  policyExceptions: [
    ...smallEnvironment.policyExceptions,
    {
      rule: 'container-not-root',
      resource: 'search-task/task-definition/*',
      reason: 'The images of others bring their own users',
    },
  ],
  pullThroughCaches: ['docker-hub'],
  encryptionKey: { rotationPeriodDays: 365, deletionWindowDays: 7 },
  parameters: [parameter('feature/search/api-url'), parameter('feature/search/api-key', { tier: 'Advanced' })],
  services: {
    web: {
      image: 'everything:1.0.0',
      size: { cpu: 256, memoryMiB: 512 },
      desiredCount: 2,
      port: 80,
      user: '1000:1000',
      environmentVariables: {
        REQUIRED_VARIABLES: 'SESSION_KEY,DATABASE_USER,LICENSE_KEY',
        REQUIRED_FILES: 'TLS_KEY_FILE',
      },
      secrets: {
        SESSION_KEY: sessionKey,
        DATABASE_USER: select(database, { jsonKey: 'user' }),
        DATABASE_PASSWORD: select(database, { jsonKey: 'password' }),
        LICENSE_KEY: existingParameter('/shared/license-key'),
        // Of the same name, and yet another parameter.
        VIRGINIA_LICENSE_KEY: existingParameter('/shared/license-key', { region: 'us-east-1' }),
        ENDPOINT: existingParameter('/shared/endpoint', { plainText: true }),
      },
      secretFiles: {
        TLS_KEY_FILE: file('tls.key', secretsManager('tls-key', { format: 'pem', recoveryWindowDays: 7 })),
      },
    },
    search: {
      image: 'everything:1.0.0',
      size: { cpu: 256, memoryMiB: 512 },
      desiredCount: 1,
      port: 80,
      user: '1000:1000',
      runtimeParameters: 'feature/search',
      environmentVariables: { REQUIRED_VARIABLES: 'SESSION_KEY,API_URL,API_KEY' },
      secrets: {
        SESSION_KEY: sessionKey,
        PARTNER: existingSecret('shared/partner'),
        VIRGINIA_PARTNER: existingSecret('shared/partner', { region: 'us-east-1' }),
        PAYMENT_TOKEN: select(payment, { jsonKey: 'token' }),
      },
      sidecars: {
        // No container gets these credentials: ECS pulls the image with them.
        agent: { image: 'registry.example.com/agent:1.4.0', registryCredentials: existingSecret('shared/registry') },
        scanner: { image: '210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/scanner:1.2' }, // Of another account.
        cache: { image: 'docker-hub/library/memcached:1.6.39' }, // Fetched by ECR from Docker Hub.
      },
    },
  },
  scheduledTasks: {
    report: {
      image: 'everything:1.0.0',
      size: { cpu: 256, memoryMiB: 512 },
      schedule: 'rate(1 day)',
      timeZone: 'Asia/Tokyo',
      command: ['node', 'src/show-google-account.js'],
      user: '1000:1000',
      secrets: { DATABASE: database },
      secretFiles: {
        GOOGLE_APPLICATION_CREDENTIALS: file(
          'credentials.json',
          secretsManager('google-service-account', { format: 'google-service-account', recoveryWindowDays: 7 }),
        ),
      },
    },
  },
  tasks: {
    // After a deployment: npm run task -- dev migrate --wait --example everything
    migrate: {
      image: 'everything:1.0.0',
      size: { cpu: 256, memoryMiB: 512 },
      // Stands for a program that brings the schema of the database up to date.
      command: ['sh', '-c', 'test -n "$DATABASE" && echo "The schema is up to date."'],
      user: '1000:1000',
      secrets: { DATABASE: database },
    },
  },
};
