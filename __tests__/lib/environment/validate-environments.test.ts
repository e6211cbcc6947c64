import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { ConfigurationError, validateEnvironments } from '../../../lib/environment/validate-environments';
import { file } from '../../../lib/secrets/secret-file';
import { existingParameter, parameter, secretsManager, select } from '../../../lib/secrets/secret-source';
import { NOW, problemsOf, problemsWith, unchecked } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

const database = secretsManager('database', { description: 'Connection', format: 'json', recoveryWindowDays: 7 });

/** A valid configuration that uses every field. */
const maximal: EnvironmentConfig = {
  application: 'shop',
  region: 'eu-central-1',
  accountId: '123456789012',
  sharesAccount: true,
  tags: { Team: 'payments', 'cost:center': '4711' },
  stateBackend: { type: 'local' },
  network: {
    vpcCidrBlock: '10.20.0.0/16',
    publicSubnets: [
      { cidrBlock: '10.20.0.0/20', availabilityZone: 'eu-central-1a' },
      { cidrBlock: '10.20.16.0/20', availabilityZone: 'eu-central-1b' },
      { cidrBlock: '10.20.32.0/28', availabilityZone: 'eu-central-1c' },
    ],
    ingress: [
      {
        description: 'HTTP from the office',
        protocol: 'tcp',
        ports: { from: 8080, to: 8081 },
        cidrBlock: '192.0.2.0/24',
        reason: 'The second port is for the next release',
      },
      { description: 'DNS', protocol: 'udp', ports: 53, cidrBlock: '10.0.0.53/32' },
    ],
    egress: [{ description: 'Everything', protocol: 'all', cidrBlock: '0.0.0.0/0', reason: 'It crawls the web' }],
  },
  serviceConnect: true,
  containerInsights: 'enhanced',
  logRetentionDays: 3653,
  executeCommand: false,
  imagePolicy: 'digest',
  deletionProtection: true,
  encryptionKey: { rotationPeriodDays: 365, deletionWindowDays: 30 },
  services: {
    web: {
      image: `team/shop@sha256:${'0'.repeat(64)}`,
      size: { cpu: 1024, memoryMiB: 3072 },
      command: ['node', 'server.js'],
      user: '0:1000',
      rootReason: 'It mounts a file system',
      readonlyRootFilesystem: true,
      environmentVariables: { LOG_LEVEL: 'info', GREETING: '${literally} %{this}' },
      secrets: {
        DB_USER: select(database, { jsonKey: 'user' }),
        DB_OLD_PASSWORD: select(database, { jsonKey: 'password', versionStage: 'AWSPREVIOUS' }),
        LICENSE: existingParameter('/shared/license', {
          keyArn: 'arn:aws:kms:eu-central-1:123456789012:key/12345678-abcd-abcd-abcd-123456789012',
        }),
      },
      secretFiles: {
        CERTIFICATE: file('tls.pem', parameter('tls/certificate', { format: 'pem', tier: 'Advanced', rollout: 2 })),
      },
      runtimeParameters: 'feature',
      taskPermissions: [
        {
          actions: ['s3:PutObject'],
          resources: ['arn:aws:s3:::shop-uploads/*'],
          conditions: { StringEquals: { 's3:x-amz-server-side-encryption': ['aws:kms'] } },
        },
        { actions: ['cloudwatch:PutMetricData'], resources: ['*'], reason: 'The action knows no resources' },
      ],
      port: 8080,
      serviceConnect: { protocol: 'http', requestTimeoutSeconds: 30 },
      healthCheck: {
        command: ['CMD', '/healthy'],
        intervalSeconds: 10,
        timeoutSeconds: 5,
        retries: 3,
        startPeriodSeconds: 60,
      },
      desiredCount: 3,
      deployment: { minimumHealthyPercent: 66, maximumPercent: 200 },
    },
  },
  scheduledTasks: {
    report: {
      image: `public.ecr.aws/shop/report@sha256:${'a'.repeat(64)}`,
      size: { cpu: 256, memoryMiB: 512 },
      schedule: 'cron(0 3 ? * MON-FRI *)',
      timeZone: 'Europe/Berlin',
      maximumRetryAttempts: 5,
      maximumEventAgeSeconds: 600,
    },
  },
  parameters: [parameter('feature/dark-mode')],
};

function errorOf(check: () => void): ConfigurationError {
  try {
    check();
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error;
    }
    throw error;
  }
  throw new Error('The configuration is valid');
}

test('accepts a minimal configuration', () => {
  expect(() => validateEnvironments({ dev: environmentConfig() })).not.toThrow();
});

test('accepts a configuration that uses every field', () => {
  expect(problemsOf({ prod: maximal })).toEqual([]);
});

test('accepts an environment without services', () => {
  expect(problemsWith({ services: {} })).toEqual([]);
});

test('changes nothing', () => {
  const before = structuredClone(maximal);
  problemsOf({ prod: maximal });
  expect(maximal).toEqual(before);
});

test('reports one line for each problem below a heading', () => {
  const { network } = environmentConfig();
  const publicSubnets = [
    ...network.publicSubnets.slice(0, 1),
    { cidrBlock: '10.1.0.0/24', availabilityZone: 'ap-northeast-1c' },
  ];
  const one = errorOf(() =>
    validateEnvironments({ dev: environmentConfig({ network: { ...network, publicSubnets } }) }),
  );
  expect(one.message).toBe(
    'The configuration has 1 problem:\n' +
      `  environments.dev.network.publicSubnets[1].cidrBlock: "10.1.0.0/24" is not inside the VPC's 10.0.0.0/16`,
  );

  const two = errorOf(() =>
    validateEnvironments({ 'x-1': environmentConfig({ accountId: '1', region: 'tokyo' }) }, 'config', NOW),
  );
  expect(two.message).toBe(
    'The configuration has 2 problems:\n' +
      '  config["x-1"].accountId: "1" must be the 12 digits of an AWS account id, got 1\n' +
      '  config["x-1"].region: "tokyo" is not a Region of AWS',
  );
  expect(two.name).toBe('ConfigurationError');
});

test('reports all problems at once, whether of type, of value, or between fields and environments', () => {
  const config = environmentConfig();
  const { web } = config.services;
  const dev = unchecked<EnvironmentConfig>({
    ...config,
    regoin: 'eu-west-1',
    application: 'a',
    logRetentionDays: 45,
    executeCommand: 'yes',
    encryptionKey: { rotationPeriodDays: 89 },
    imagePolicy: 'digest',
    deletionProtection: undefined,
    tags: { Environment: 'x', 'aws:y': 'z' },
    network: {
      ...config.network,
      vpcCidrBlock: '10.0.0.0/29',
      ingress: [{ description: 'HTTP', protocol: 'tpc', ports: 80, cidrBlock: '10.0.0.1/8' }],
      egress: [],
    },
    services: {
      web: {
        ...web,
        image: 'App',
        desiredCount: '1',
        environmentVariables: { TOKEN: 'hunter2' },
        secrets: { A: parameter('X'), B: 'hunter2', C: parameter('X', { tier: 'Advanced' }) },
      },
      Web: { ...web, image: 'app:1', runtimeParameters: 'x' },
    },
    scheduledTasks: 'none',
  });
  expect(problemsOf({ dev, 'stg-': environmentConfig({ application: 'b-c' }), stg: unchecked(7) })).toEqual([
    'environments.dev.application: "a" must be 2 to 32 lower-case letters, digits, "-" and "_", starting with a letter',
    'environments.dev.deletionProtection: is missing',
    'environments.dev.encryptionKey.deletionWindowDays: is missing',
    'environments.dev.encryptionKey.rotationPeriodDays: 89 must be a whole number, 90 to 2560',
    'environments.dev.executeCommand: "yes" must be true or false',
    expect.stringMatching(/^environments\.dev\.logRetentionDays: 45 must be 1, 3, .* or 3653; did you mean 60\?$/),
    'environments.dev.network.egress: must allow tcp/443 to the internet: without it tasks can neither pull their image nor read their secrets',
    'environments.dev.network.ingress[0].cidrBlock: "10.0.0.1/8" is not a network address; did you mean "10.0.0.0/8"?',
    'environments.dev.network.ingress[0].protocol: "tpc" must be "tcp", "udp" or "all"; did you mean "tcp"?',
    'environments.dev.network.vpcCidrBlock: "10.0.0.0/29" must be a /16 to /28 range',
    'environments.dev.regoin: unknown field; did you mean "region"?',
    'environments.dev.scheduledTasks: must be an object, got text',
    'environments.dev.services.Web: "Web" differs from the service "web" only in case, which IAM roles ignore',
    `environments.dev.services.Web.image: "app:1" must end with a digest, "@sha256:…": the environment's imagePolicy is "digest"`,
    'environments.dev.services.web.desiredCount: "1" must be a number; did you mean 1, without quotes?',
    'environments.dev.services.web.environmentVariables.TOKEN: looks like a secret, and many people can read plain variables in the task definition: declare it in secrets; if it is none, write harmless(text, reason)',
    'environments.dev.services.web.image: "App" must have a repository in lower case',
    'environments.dev.services.web.secrets.B: must be an object, got text',
    'environments.dev.services.web.secrets.C: "X" is declared twice, with tier "Advanced" here and "Standard" at services.web.secrets.A; declare it once and use it in both places',
    'environments.dev.tags.Environment: "Environment" is set by the project itself: leave it out',
    'environments.dev.tags["aws:y"]: "aws:y" must not start with "aws:", which AWS reserves',
    'environments.stg: must be an object, got a number',
  ]);
});

test('reports the same lines in whatever order a configuration is written down', () => {
  const service = serviceDefinition();
  const one = problemsWith({ region: 'x', accountId: '1', services: { 'a b': service, 'c d': service } });
  const other = problemsWith({ services: { 'c d': service, 'a b': service }, accountId: '1', region: 'x' });
  expect(one).toEqual(other);
  expect(one).toHaveLength(4);
});

test('refuses a configuration without environments', () => {
  expect(problemsOf({})).toEqual(['environments: must name at least one environment']);
});

test('a policy that is too long is refused before AWS does', () => {
  const secrets = Object.fromEntries(
    Array.from({ length: 150 }, (_, index) => [`SECRET_${index}`, parameter(`secret-${index}`)]),
  );
  expect(problemsWith({ services: { web: serviceDefinition({ secrets }) } })).toEqual([
    expect.stringMatching(
      /^services\.web: the policy of its execution role has \d{5} characters; at most 10240 are allowed: /,
    ),
  ]);
});
