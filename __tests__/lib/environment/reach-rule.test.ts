import { vpcEndpointServices } from '../../../lib/environment/reach-rule';
import type { OwnNetworkConfig, SecurityGroupRule } from '../../../lib/network/network-config';
import { file } from '../../../lib/secrets/secret-file';
import { existingParameter, existingSecret, parameter, secretsManager } from '../../../lib/secrets/secret-source';
import type { ServiceDefinition } from '../../../lib/services/service-definition';
import { problemsWith } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

const { network: own } = environmentConfig();
const anywhere: SecurityGroupRule = { description: 'HTTPS', protocol: 'tcp', ports: 443, cidrBlock: '0.0.0.0/0' };
const toVpc = { ...anywhere, cidrBlock: '10.0.0.0/16' };
const toList = { ...anywhere, cidrBlock: undefined, prefixListId: 'pl-61a54008' };

/** Tasks in private subnets, which have no way out but what a test gives them. */
function privateNetwork(overrides: Partial<OwnNetworkConfig>): OwnNetworkConfig {
  return {
    ...own,
    placement: 'private',
    privateSubnets: [
      { cidrBlock: '10.0.16.0/20', availabilityZone: 'ap-northeast-1a' },
      { cidrBlock: '10.0.32.0/20', availabilityZone: 'ap-northeast-1c' },
    ],
    egress: [anywhere],
    ...overrides,
  };
}

/** The problems of a service, without ECS Exec and secrets unless a test adds them. */
function problems(
  network: Partial<OwnNetworkConfig>,
  service: Partial<ServiceDefinition> = {},
  more: Parameters<typeof problemsWith>[0] = {},
) {
  const web = serviceDefinition({ secrets: undefined, ...service });
  return problemsWith({ executeCommand: false, services: { web }, network: privateNetwork(network), ...more });
}

/** The endpoints of an environment with this service. */
function endpoints(service: Partial<ServiceDefinition>, more: Partial<ReturnType<typeof environmentConfig>> = {}) {
  const services = { web: serviceDefinition({ secrets: undefined, ...service }) };
  const network = privateNetwork({ vpcEndpoints: true });
  return vpcEndpointServices({
    ...environmentConfig({ executeCommand: false, services, network, ...more }),
    name: 'dev',
  });
}

const [PUBLIC, ELSEWHERE] = ['public.ecr.aws/nginx/nginx:1.29.3', '123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1'];
const NO_ENDPOINT = 'its subnets are private, and no VPC endpoint leads there; set network.natGateways';
const BASIC = ['ecr.api', 'ecr.dkr', 'logs', 's3'];

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
describe('a private subnet without a way out', () => {
  test('is refused for each service and task, with all that it does not reach, and what to do', () => {
    const small = { cpu: 256, memoryMiB: 512 };
    expect(
      problems(
        {},
        { secrets: { A: parameter('a'), B: secretsManager('b') } },
        { tasks: { migrate: { image: PUBLIC, size: small } } },
      ),
    ).toEqual([
      'services.web: does not reach Amazon ECR; Amazon S3, where ECR keeps layers; CloudWatch Logs; Parameter Store; Secrets Manager: ' +
        'its subnets are private; set network.vpcEndpoints to true, or network.natGateways',
      'tasks.migrate: does not reach CloudWatch Logs: its subnets are private; set network.vpcEndpoints to true, or network.natGateways',
      `tasks.migrate: does not reach public.ecr.aws: ${NO_ENDPOINT}`,
    ]);
  });

  test.each<Partial<OwnNetworkConfig>>([
    { natGateways: 'single' },
    { natGateways: 'perZone' },
    { vpcEndpoints: true },
    { natGateways: 'single', vpcEndpoints: true },
  ])('is accepted with %j', (network) => {
    expect(problems(network, { secrets: { A: parameter('a'), B: secretsManager('b') } })).toEqual([]);
  });
});

describe('VPC endpoints alone do not lead to', () => {
  test.each<[string, string, Partial<ServiceDefinition>]>([
    ['a public image', 'public.ecr.aws', { image: PUBLIC }],
    ['ECR of another Region', '123456789012.dkr.ecr.us-east-1.amazonaws.com', { image: ELSEWHERE }],
    [
      'ECR by a name that its endpoint does not have',
      '123456789012.dkr.ecr-fips.us-east-1.amazonaws.com',
      { image: ELSEWHERE.replace('.ecr.', '.ecr-fips.') },
    ],
    ['the image of a sidecar', 'public.ecr.aws', { sidecars: { proxy: { image: PUBLIC } } }],
    [
      'the image that writes secret files',
      'public.ecr.aws (for secretFiles and writablePaths)',
      { user: '1000:1000', secretFiles: { KEY: file('key', parameter('key')) } },
    ],
    [
      'the image that prepares volumes',
      'public.ecr.aws (for secretFiles and writablePaths)',
      { writablePaths: ['/data'] },
    ],
    [
      'a secret of another Region',
      'Secrets Manager in us-east-1',
      { secrets: { A: existingSecret('a', { region: 'us-east-1' }) } },
    ],
    [
      'a parameter of another Region',
      'Parameter Store in us-east-1',
      { secrets: { A: existingParameter('/a', { region: 'us-east-1' }) } },
    ],
    [
      'the receiver of logs',
      'logs.example.com (log router)',
      { logRouter: { image: 'router:1', options: { Name: 'http', Host: 'logs.example.com' } } },
    ],
    [
      'a receiver that the output knows',
      'the receiver of datadog (log router)',
      { logRouter: { image: 'router:1', options: { Name: 'datadog' } } },
    ],
    [
      'a service of AWS without one',
      'iam (taskPermissions)',
      { taskPermissions: [{ actions: ['iam:GetRole'], resources: ['arn:aws:iam::123456789012:role/a'] }] },
    ],
  ])('%s', (_what, title, service) => {
    expect(problems({ vpcEndpoints: true }, service)).toEqual([
      `services.web: does not reach ${title}: ${NO_ENDPOINT}`,
    ]);
    expect(problems({ vpcEndpoints: true, natGateways: 'single' }, service)).toEqual([]);
  });

  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html: the first pull needs a route to the internet
  test('what a pull-through cache does not contain yet', () => {
    const image = 'docker-hub/library/nginx:1.29';
    expect(problems({ vpcEndpoints: true }, { image }, { pullThroughCaches: ['docker-hub'] })).toEqual([
      `services.web: does not reach the registry behind the pull-through cache of docker-hub/library/nginx: ${NO_ENDPOINT}`,
    ]);
  });
});

describe('VPC endpoints are made for exactly', () => {
  test('what every task needs', () => {
    expect(endpoints({})).toEqual(BASIC);
  });

  test('no registry, where no image is in ECR', () => {
    expect(endpoints({ image: PUBLIC })).toEqual(['logs']);
  });

  test.each<[string, string, Partial<ServiceDefinition>]>([
    ['a parameter', 'ssm', { secrets: { A: parameter('a') } }],
    ['parameters read at run time', 'ssm', { runtimeParameters: 'database' }],
    ['a secret', 'secretsmanager', { secrets: { A: secretsManager('a') } }],
    [
      'the login to a registry',
      'secretsmanager',
      { sidecars: { a: { image: 'registry.example.com/a:1', registryCredentials: secretsManager('login') } } },
    ],
    [
      'a secret option of the logs',
      'ssm',
      { logRouter: { image: 'router:1', options: { Name: 'datadog' }, secretOptions: { apikey: parameter('key') } } },
    ],
    [
      'logs that a router sends to AWS',
      'kinesis-firehose',
      { logRouter: { image: 'router:1', options: { Name: 'kinesis_firehose', region: 'ap-northeast-1' } } },
    ],
    [
      'what the application encrypts itself',
      'kms',
      { taskPermissions: [{ actions: ['kms:Encrypt'], resources: ['arn:aws:kms:ap-northeast-1:123456789012:key/a'] }] },
    ],
    [
      'a permission of a service with another name',
      'monitoring',
      { taskPermissions: [{ actions: ['cloudwatch:PutMetricData'], resources: ['*'], reason: 'No resource' }] },
    ],
  ])('%s', (_what, service, definition) => {
    expect(endpoints(definition)).toEqual([...BASIC, service].sort());
  });

  test('ECS Exec, but not of scheduled tasks, whose containers nobody enters', () => {
    expect(endpoints({}, { executeCommand: true })).toEqual([...BASIC, 'ssmmessages'].sort());
    const { image, size } = serviceDefinition();
    const nightly = { image, size, schedule: 'rate(1 day)', timeZone: 'UTC' };
    expect(endpoints({}, { executeCommand: true, services: {}, scheduledTasks: { nightly } })).toEqual(BASIC);
  });

  test('no key, where only the stores of secrets use it', () => {
    const encryptionKey = { rotationPeriodDays: 365, deletionWindowDays: 30 };
    expect(endpoints({ secrets: { A: parameter('a') } }, { encryptionKey })).toEqual([...BASIC, 'ssm'].sort());
  });

  test('the key with which sessions of ECS Exec are encrypted', () => {
    const encryptionKey = { rotationPeriodDays: 365, deletionWindowDays: 30 };
    expect(endpoints({}, { executeCommand: true, encryptionKey })).toEqual([...BASIC, 'kms', 'ssmmessages'].sort());
  });

  test('ECR of another account, which answers under the same name', () => {
    expect(endpoints({ image: '210987654321.dkr.ecr.ap-northeast-1.amazonaws.com/team/app:1' })).toEqual(BASIC);
  });

  test('nothing, for a permission that no request goes with', () => {
    const resources = ['arn:aws:iam::123456789012:role/a'];
    expect(endpoints({ taskPermissions: [{ actions: ['iam:PassRole'], resources, reason: 'Tried' }] })).toEqual(BASIC);
  });
});

// https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-security
describe('egress', () => {
  const atEndpoints = `network.egress must allow tcp/443 to the VPC's 10.0.0.0/16, where the VPC endpoints are`;
  const s3 = 'Amazon S3, where ECR keeps layers';

  test.each([[[anywhere]], [[toVpc, toList]]])('may be %j with VPC endpoints', (egress) => {
    expect(problems({ vpcEndpoints: true, egress })).toEqual([]);
  });

  test('must lead to all subnets of the endpoints, with a NAT gateway, too, as their names mean the endpoints', () => {
    const toOne = { ...toVpc, cidrBlock: '10.0.16.0/20' };
    const toOther = { ...toVpc, cidrBlock: '10.0.32.0/20' };
    const outside = { ...anywhere, cidrBlock: '203.0.113.0/24' };
    expect(problems({ vpcEndpoints: true, egress: [toOne, toOther, toList] })).toEqual([]);
    for (const natGateways of [undefined, 'single'] as const) {
      expect(problems({ vpcEndpoints: true, natGateways, egress: [toOne, outside] })).toEqual([
        `services.web: does not reach Amazon ECR; CloudWatch Logs: ${atEndpoints}`,
      ]);
    }
  });

  test('must lead to S3, which has public addresses', () => {
    expect(problems({ vpcEndpoints: true, egress: [toVpc, { ...toList, ports: 80 }] })).toEqual([
      `services.web: does not reach ${s3}: network.egress must allow tcp/443 to its prefix list (prefixListId) or to the internet`,
    ]);
  });

  test('must lead to the port of a registry', () => {
    const image = 'registry.example.com:5000/app:1';
    expect(problems({ natGateways: 'single' }, { image })).toEqual([
      'services.web: does not reach registry.example.com:5000: network.egress must allow tcp/5000 to the internet',
    ]);
    expect(problems({ natGateways: 'single', egress: [anywhere, { ...anywhere, ports: 5000 }] }, { image })).toEqual(
      [],
    );
  });

  test('is reported once for all tasks, where it leads to the internet for none', () => {
    expect(problems({ natGateways: 'single', egress: [toVpc] })).toEqual([
      'network.egress: must allow tcp/443 to the internet: without it tasks can neither pull their image nor read their secrets',
    ]);
  });

  test('of public tasks leads to the endpoints that are there, too', () => {
    expect(problems({ placement: 'public', vpcEndpoints: true })).toEqual([]);
    expect(
      problems({ placement: 'public', vpcEndpoints: true, egress: [{ ...anywhere, cidrBlock: '203.0.113.0/24' }] }),
    ).toEqual([`services.web: does not reach Amazon ECR; CloudWatch Logs: ${atEndpoints}`]);
  });
});

test('VPC endpoints are not for China, where their names have two forms', () => {
  const zones = (subnets: OwnNetworkConfig['publicSubnets']) =>
    subnets.map((subnet, index) => ({ ...subnet, availabilityZone: `cn-north-1${'ab'[index]}` }));
  const { privateSubnets = [], ...network } = privateNetwork({ vpcEndpoints: true });
  const publicSubnets = zones(network.publicSubnets);
  expect(
    problemsWith({
      region: 'cn-north-1',
      network: { ...network, publicSubnets, privateSubnets: zones(privateSubnets) },
    }),
  ).toEqual(['network.vpcEndpoints: is not supported in China; set natGateways instead']);
});
