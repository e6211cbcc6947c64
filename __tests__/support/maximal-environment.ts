import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { file } from '../../lib/secrets/secret-file';
import { existingParameter, existingSecret, parameter, secretsManager, select } from '../../lib/secrets/secret-source';
import { environmentConfig } from './environment-config';

const SMALL = { cpu: 256, memoryMiB: 512 };
const OTHERS_KEY = 'arn:aws:kms:ap-northeast-1:123456789012:key/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const VERSION_ID = '01234567-89ab-cdef-0123-456789abcdef';

// Names that are beginnings of one another, where a careless pattern opens one with the other.
const database = secretsManager('db', {
  description: 'Connection of the database',
  format: 'json',
  recoveryWindowDays: 7,
});
const administration = secretsManager('db-admin', { format: 'json' });
const license = existingParameter('/shared/license-key', { keyArn: OTHERS_KEY });
const payment = existingSecret('shared/payment', { keyArn: OTHERS_KEY, format: 'json' });
// Of the same names in another Region.
const [virginia, virginiaKey] = ['us-east-1', OTHERS_KEY.replace('ap-northeast-1', 'us-east-1')];
// Of another account.
const bankAccount = '444455556666';
const bank = existingSecret(`arn:aws:secretsmanager:us-east-1:${bankAccount}:secret:shared/bank-AbCdEf`, {
  accountId: bankAccount,
  keyArn: virginiaKey.replace('123456789012', bankAccount),
});
const virginiaLicense = existingParameter('/shared/license-key', { region: virginia, keyArn: virginiaKey });
const virginiaPayment = existingSecret('shared/payment', { region: virginia, keyArn: virginiaKey, format: 'json' });

/** Every form that a declaration can take, in one environment, with the one key or the other. */
export function maximalEnvironment(encryptionKey: EnvironmentConfig['encryptionKey']): EnvironmentConfig {
  return environmentConfig({
    application: 'shop',
    imagePolicy: 'pinned',
    pullThroughCaches: ['docker-hub'],
    permissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess',
    executeCommand: true,
    tags: { 'cost-center': '4711' },
    encryptionKey,
    serviceConnect: true,
    network: {
      placement: 'private',
      vpcCidrBlock: '10.0.0.0/16',
      publicSubnets: [
        { cidrBlock: '10.0.1.0/24', availabilityZone: 'ap-northeast-1a' },
        { cidrBlock: '10.0.2.0/24', availabilityZone: 'ap-northeast-1c' },
      ],
      privateSubnets: [
        { cidrBlock: '10.0.16.0/20', availabilityZone: 'ap-northeast-1a' },
        { cidrBlock: '10.0.32.0/20', availabilityZone: 'ap-northeast-1c' },
      ],
      natGateways: 'perZone',
      vpcEndpoints: true,
      flowLogs: { traffic: 'REJECT', retentionDays: 90 },
      ingress: [],
      egress: [
        { description: 'HTTPS', protocol: 'tcp', ports: 443, cidrBlock: '0.0.0.0/0' },
        { description: 'A registry', protocol: 'tcp', ports: 5000, cidrBlock: '192.0.2.0/24' },
        { description: 'A database', protocol: 'tcp', ports: 5432, securityGroupId: 'sg-0123456789abcdef0' },
        { description: 'S3', protocol: 'tcp', ports: 443, prefixListId: 'pl-0123456789abcdef0' },
      ],
      securityGroups: 'perService',
    },
    loadBalancer: {
      scheme: 'internet-facing',
      domain: { name: 'shop.example.com', hostedZone: 'example.com', alternativeNames: ['*.example.com'] },
      ingressCidrBlocks: ['192.0.2.0/24', '198.51.100.0/24'],
      accessLogs: { retentionDays: 30 },
      webAclArn: 'arn:aws:wafv2:ap-northeast-1:123456789012:regional/webacl/shop/01234567-89ab-cdef-0123-456789abcdef',
    },
    alarms: {
      subscriptions: [
        { protocol: 'email', endpoint: 'on-call@example.com' },
        { protocol: 'https', endpoint: 'https://alarms.example.com/shop' },
        { protocol: 'sms', endpoint: '+81312345678' },
      ],
      loadBalancerErrors: 'off',
    },
    dashboard: true,
    services: {
      api: {
        image: 'shop/api:1.0.0',
        alarms: { cpuPercent: 60, memoryPercent: 'off', errorPercent: 0.5 },
        size: SMALL,
        user: '1000:1000',
        port: 8080,
        desiredCount: 1,
        stopTimeoutSeconds: 60,
        route: {
          priority: 10,
          hosts: ['api.example.com', 'shop.example.com'],
          paths: ['/api/*'],
          healthCheck: {
            path: '/health',
            matcher: '200,204',
            intervalSeconds: 30,
            timeoutSeconds: 10,
            healthyThreshold: 3,
            unhealthyThreshold: 5,
          },
          deregistrationDelaySeconds: 60,
          slowStartSeconds: 30,
          healthCheckGracePeriodSeconds: 120,
          stickiness: { durationSeconds: 3600 },
        },
        capacity: { fargate: { base: 1, weight: 1 }, fargateSpot: { weight: 4 } },
        scaling: {
          minimum: 0,
          maximum: 5,
          cpuPercent: 60,
          memoryPercent: 80,
          requestsPerTarget: 500,
          scheduled: { day: { schedule: 'cron(0 8 * * ? *)', timeZone: 'Asia/Tokyo', minimum: 1, maximum: 8 } },
        },
        environmentVariables: { LOG_LEVEL: 'info' },
        secrets: {
          API_TOKEN: parameter('api', { description: 'Token of the API', rollout: 2 }),
          DATABASE_USER: select(database, { jsonKey: 'user' }),
          DATABASE_PASSWORD: select(database, { jsonKey: 'password', versionStage: 'AWSCURRENT' }),
          LICENSE: license,
          PAYMENT_KEY: select(payment, { jsonKey: 'key' }),
          VIRGINIA_LICENSE: virginiaLicense,
          BANK: bank,
        },
        cpuArchitecture: 'ARM64',
        ephemeralStorageGiB: 21,
        secretFiles: { TLS_KEY_FILE: file('tls.pem', parameter('tls/key', { tier: 'Advanced', format: 'pem' })) },
        sidecars: {
          proxy: {
            image: 'shop/proxy:1.0.0',
            user: '101:101',
            port: 8443,
            entryPoint: ['/proxy'],
            workingDirectory: '/srv',
            cpu: 32,
            memoryMiB: 64,
            memoryReservationMiB: 32,
            stopTimeoutSeconds: 90,
            ulimits: { nofile: { soft: 1024, hard: 4096 } },
            tmpfs: [{ path: '/tmp', sizeMiB: 16 }],
            writablePaths: ['/var/cache/proxy', { path: '/shared', readableBy: ['api'], writableBy: ['log-router'] }],
            dependsOn: { api: 'START' },
            secrets: { UPSTREAM_TOKEN: parameter('proxy/token') },
            secretFiles: { TLS_KEY_FILE: file('tls.pem', parameter('proxy/tls-key', { format: 'pem' })) },
          },
        },
        logRouter: {
          image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:2.34.0',
          options: { Name: 'datadog', Host: 'http-intake.logs.datadoghq.eu' },
          secretOptions: { apikey: parameter('datadog/api-key') },
        },
        taskPermissions: [{ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::shop-uploads/api/*'] }],
        serviceConnect: { protocol: 'http2', requestTimeoutSeconds: 60 },
        allowFrom: ['api2', 'nightly', 'migrate'],
        ingress: [{ description: 'HTTP from the office', protocol: 'tcp', ports: 8080, cidrBlock: '192.168.0.0/16' }],
      },
      api2: {
        image: '210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.2',
        size: SMALL,
        desiredCount: 0,
        sidecars: {
          agent: { image: 'registry.example.com/agent:1.0.0', registryCredentials: secretsManager('registry') },
          scanner: {
            image: 'registry.example.com:5000/scanner:1.0.0',
            registryCredentials: existingSecret('shared/registry', { keyArn: OTHERS_KEY }),
          },
        },
        secrets: {
          API_TOKEN: parameter('api2'),
          DATABASE_BEFORE: select(database, { versionStage: 'AWSPREVIOUS' }),
          DATABASE_THEN: select(database, { versionId: VERSION_ID }),
          ADMINISTRATION: administration,
          FLAT: existingParameter('FLAT_NAME'),
          PARTNER: existingSecret('shared/partner'),
          PAYMENT: payment,
          VIRGINIA_PAYMENT_KEY: select(virginiaPayment, { jsonKey: 'key' }),
          VIRGINIA_PARTNER: existingSecret('shared/partner', { region: virginia }),
        },
        runtimeParameters: 'database2',
      },
      'log-shipper': {
        image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:2.34.0',
        size: SMALL,
        desiredCount: 1,
        runtimeParameters: 'database',
        taskPermissions: [
          { actions: ['cloudwatch:PutMetricData'], resources: ['*'], reason: 'The action knows no resource.' },
        ],
      },
    },
    scheduledTasks: {
      nightly: {
        image: 'docker-hub/library/busybox:1.37',
        size: SMALL,
        user: '1000:1000',
        schedule: 'cron(0 3 * * ? *)',
        timeZone: 'Asia/Tokyo',
        command: ['node', 'nightly.js'],
        secrets: { LICENSE: license },
        secretFiles: {
          GOOGLE_APPLICATION_CREDENTIALS: file(
            'credentials.json',
            secretsManager('gcp', { format: 'google-service-account' }),
          ),
        },
        runtimeParameters: 'database/master',
      },
    },
    tasks: {
      migrate: {
        image: 'shop/migrate:1.0.0',
        size: SMALL,
        user: '1000:1000',
        command: ['node', 'migrate.js'],
        secrets: { DATABASE: database, PAYMENT: payment },
        secretFiles: { TLS_KEY_FILE: file('tls.pem', parameter('tls/key', { tier: 'Advanced', format: 'pem' })) },
        runtimeParameters: 'database/master',
        taskPermissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::shop-dumps/*'] }],
      },
    },
    parameters: [
      parameter('database/host'),
      parameter('database/master/user'),
      parameter('database/master/password'),
      parameter('database2/password'),
      parameter('unused'),
    ],
  });
}
