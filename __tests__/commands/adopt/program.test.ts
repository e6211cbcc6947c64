import {
  existingParameter,
  existingSecret,
  parameter,
  secretsManager,
  select,
} from '../../../lib/secrets/secret-source';
import { environmentConfig } from '../../support/environment-config';
import { adopted, adoptFile, load } from './adopted';

const ACCOUNT = '123456789012';
const CANARY = 'canary-not-a-secret-4b1d';
const shop = environmentConfig({ application: 'shop', accountId: ACCOUNT, services: {} });
const environments = { dev: shop };

const container = (overrides: object = {}) => ({
  name: 'web',
  image: 'public.ecr.aws/nginx/nginx:1.29.3',
  ...overrides,
});
const task = (overrides: object = {}, ...containers: object[]) => ({
  cpu: '256',
  memory: '512',
  containerDefinitions: containers.length === 0 ? [container()] : containers,
  ...overrides,
});

/** What the declaration says, and what is named. */
async function adopt(definition: unknown, options: readonly string[] = []) {
  const { declaration, leftOut, name, exitCode } = await adopted(environments, definition, options);
  return { service: load(declaration), leftOut, name, exitCode, declaration };
}

test('prints a declaration, and ends with 0, if all was expressed', async () => {
  const definition = task(
    {},
    container({ portMappings: [{ containerPort: 8080 }], secrets: [{ name: 'KEY', valueFrom: '/shop/dev/key' }] }),
  );
  const { exitCode, stdout, stderr } = await adoptFile(environments, definition);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe(`import { parameter } from '../lib/secrets/secret-source';
import type { ServiceDefinition } from '../lib/services/service-definition';

// Taken over from container definitions. In an environment: services: { "web": webService }
export const webService: ServiceDefinition = {
  image: 'public.ecr.aws/nginx/nginx:1.29.3',
  size: { cpu: 256, memoryMiB: 512 },
  // A task definition does not say how many tasks run.
  desiredCount: 1,
  port: 8080,
  readonlyRootFilesystem: false,
  secrets: { KEY: parameter('key') },
};
`);
});

test('names what it leaves out where it would be, and on standard error, and ends with 1', async () => {
  const definition = task({ pidMode: 'task' }, container({ user: 'node', dockerLabels: { team: 'a' } }));
  const { exitCode, stdout, stderr } = await adoptFile(environments, definition);
  expect(exitCode).toBe(1);
  const lines = [
    'pidMode: each container has its own processes',
    'containerDefinitions.web.dockerLabels: a declaration has no labels',
    'services.web.user: "node" must be a numeric user and group, "uid:gid", for example "1000:1000"',
  ];
  expect(stderr).toBe(['Left out, or to be checked:', ...lines.map((line) => `  ${line}`), ''].join('\n'));
  for (const line of lines) {
    expect(stdout).toContain(`  // ${line}\n`);
  }
});

// https://docs.aws.amazon.com/cli/latest/reference/ecs/describe-task-definition.html, …/register-task-definition.html
test.each([
  [
    'what describe-task-definition prints',
    (definition: object) => ({
      taskDefinition: {
        ...definition,
        revision: 3,
        status: 'ACTIVE',
        registeredBy: 'x',
        requiresAttributes: [{ name: 'x' }],
      },
      tags: [],
    }),
  ],
  [
    'what register-task-definition takes',
    (definition: object) => ({
      ...definition,
      tags: [],
      pidMode: '',
      inferenceAccelerators: [],
      enableFaultInjection: false,
    }),
  ],
  ['what has nulls in it', (definition: object) => ({ ...definition, volumes: null, ephemeralStorage: {} })],
])('takes %s', async (_what, wrap) => {
  const { service, leftOut } = await adopt(wrap(task()));
  expect({ image: service.image, leftOut }).toEqual({ image: 'public.ecr.aws/nginx/nginx:1.29.3', leftOut: [] });
});

test('takes a list of container definitions, and chooses the least size that has room for them', async () => {
  const { service, leftOut } = await adopt([container({ cpu: 300, memory: 900 })]);
  expect(service.size).toEqual({ cpu: 512, memoryMiB: 1024 });
  expect(leftOut).toContain('memory: the task definition has none; chosen was 1024 MiB');
});

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
test.each([
  ['.25 vCPU', '0.5 GB', { cpu: 256, memoryMiB: 512 }, 0],
  ['1vcpu', '2GB', { cpu: 1024, memoryMiB: 2048 }, 0],
  ['256', '512', { cpu: 256, memoryMiB: 512 }, 0],
  [512, 1024, { cpu: 512, memoryMiB: 1024 }, 0],
  ['128', '512', { cpu: 256, memoryMiB: 512 }, 1],
  ['256', '4096', { cpu: 512, memoryMiB: 4096 }, 1],
])('understands the size %s, %s', async (cpu, memory, size, exitCode) => {
  const answer = await adopt(task({ cpu, memory }));
  expect([answer.service.size, answer.exitCode]).toEqual([size, exitCode]);
});

const OWN = `ap-northeast-1:${ACCOUNT}`;

const FORMS = [
  ['/copilot/shop/prod/secrets/KEY', existingParameter('/copilot/shop/prod/secrets/KEY')],
  ['FLAT', existingParameter('FLAT')],
  [`arn:aws:ssm:${OWN}:parameter/FLAT`, existingParameter('FLAT')],
  [`arn:aws:ssm:${OWN}:parameter/other/key`, existingParameter('/other/key')],
  [`arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/other/key`, existingParameter('/other/key', { region: 'us-east-1' })],
  ['/shop/dev/db/password', parameter('db/password')],
  [`arn:aws:ssm:${OWN}:parameter/shop/dev/key`, parameter('key')],
  [`arn:aws:secretsmanager:${OWN}:secret:prod/db-AbCdE1`, existingSecret('prod/db')],
  [`arn:aws:secretsmanager:${OWN}:secret:prod/db`, existingSecret('prod/db')],
  [
    `arn:aws:secretsmanager:${OWN}:secret:rds!db-1-AbCdE1:password::`,
    select(existingSecret('rds!db-1'), { jsonKey: 'password' }),
  ],
  [
    `arn:aws:secretsmanager:${OWN}:secret:db-AbCdE1::AWSPREVIOUS:`,
    select(existingSecret('db'), { versionStage: 'AWSPREVIOUS' }),
  ],
  [
    `arn:aws:secretsmanager:${OWN}:secret:db-AbCdE1:user::01234567-89ab-cdef-0123-456789abcdef`,
    select(existingSecret('db'), { jsonKey: 'user', versionId: '01234567-89ab-cdef-0123-456789abcdef' }),
  ],
  [`arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:db-AbCdE1`, existingSecret('db', { region: 'us-east-1' })],
  [`arn:aws:secretsmanager:${OWN}:secret:shop/dev/db-AbCdE1:user::`, select(secretsManager('db'), { jsonKey: 'user' })],
] as const;

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
test('declares a secret whichever way its place is written', async () => {
  const secrets = FORMS.map(([valueFrom], index) => ({ name: `KEY_${index}`, valueFrom }));
  const { service, leftOut } = await adopt(task({}, container({ secrets })));
  expect(service.secrets).toEqual(Object.fromEntries(FORMS.map(([, source], index) => [`KEY_${index}`, source])));
  expect(leftOut).toEqual([]);
});

test.each([
  [
    'a parameter of another account',
    'arn:aws:ssm:ap-northeast-1:210987654321:parameter/key',
    'is a parameter of account 210987654321',
  ],
  [
    'a secret of another account',
    'arn:aws:secretsmanager:eu-west-1:210987654321:secret:key-AbCdE1',
    'existingSecret(ARN, { accountId, keyArn })',
  ],
  [
    'what is in another partition',
    `arn:aws-cn:ssm:cn-north-1:${ACCOUNT}:parameter/key`,
    'is in the partition "aws-cn"',
  ],
  ['what is no secret', `arn:aws:s3:::bucket`, 'is neither a parameter nor a secret'],
  ['what Terraform has not put in', '${aws_ssm_parameter.key.arn}', 'must be letters, digits'],
])('leaves out %s, with the reason', async (_what, valueFrom, reason) => {
  const { service, leftOut, exitCode } = await adopt(task({}, container({ secrets: [{ name: 'KEY', valueFrom }] })));
  expect([service.secrets ?? {}, exitCode]).toEqual([{}, 1]);
  expect(leftOut).toEqual([expect.stringContaining(reason)]);
});

test('asks to check a secret whose name may end as ARNs do', async () => {
  const valueFrom = `arn:aws:secretsmanager:${OWN}:secret:database-secret`;
  const { service, leftOut } = await adopt(task({}, container({ secrets: [{ name: 'KEY', valueFrom }] })));
  expect(service.secrets).toEqual({ KEY: existingSecret('database') });
  expect(leftOut).toEqual([expect.stringContaining('ends with "-secret"')]);
});

test('takes a secret as the environment declares it already', async () => {
  const declared = parameter('key', { description: 'Key of the shop', rollout: 2 });
  const dev = {
    ...shop,
    services: {
      api: { image: 'api:1', size: { cpu: 256, memoryMiB: 512 }, desiredCount: 1, secrets: { KEY: declared } },
    },
  };
  const definition = task({}, container({ secrets: [{ name: 'OTHER', valueFrom: '/shop/dev/key' }] }));
  const { declaration, leftOut } = await adopted({ dev }, definition);
  expect([load(declaration).secrets, leftOut]).toEqual([{ OTHER: declared }, []]);
});

// An image without a registry is in Docker Hub, and in a declaration in the own one.
test.each([
  ['nginx:1.29', 'docker.io/library/nginx:1.29'],
  ['grafana/grafana:12', 'docker.io/grafana/grafana:12'],
  [`${ACCOUNT}.dkr.ecr.ap-northeast-1.amazonaws.com/shop/web:1`, 'shop/web:1'],
  [`${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/shop/web:1`, `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/shop/web:1`],
])('names the image %s', async (image, declared) => {
  expect((await adopt(task({}, container({ image })))).service.image).toBe(declared);
});

test('never prints a value that may be a secret', async () => {
  const definition = task(
    { tags: [{ key: 'password', value: CANARY }] },
    container({
      environment: [
        { name: 'DB_PASSWORD', value: CANARY },
        { name: 'DATABASE_URL', value: `postgres://user:${CANARY}@db/shop` },
        { name: 'LOG_LEVEL', value: 'info' },
      ],
      command: ['serve', '--password', CANARY],
      healthCheck: { command: ['CMD', 'curl', '-u', `user:${CANARY}`, 'http://localhost'] },
      dockerLabels: { 'api-key': CANARY },
      logConfiguration: { logDriver: 'awsfirelens', options: { Name: 'datadog', apikey: CANARY } },
    }),
    { name: 'router', image: 'public.ecr.aws/x/y:1', firelensConfiguration: { type: 'fluentbit' } },
  );
  for (const options of [[], ['--json']]) {
    const { exitCode, stdout, stderr } = await adoptFile(environments, definition, options);
    expect(exitCode).toBe(1);
    expect(stdout + stderr).not.toContain(CANARY);
    expect(stdout).toContain('environmentVariables.DB_PASSWORD: looks like a secret');
    expect(stdout).toContain('info');
  }
});

test.each([
  ['what is not JSON', `{ "password": "${CANARY}"`, 'It is not JSON'],
  ['what is something else', '{ "Resources": {} }', 'It is not a task definition: it has no containerDefinitions.'],
  ['an empty list', '[]', 'It is not a task definition'],
  ['a container without an image', '[{ "name": "web" }]', 'containerDefinitions[0].image: is missing'],
  [
    'a field of another type',
    '[{ "name": "web", "image": "x", "environment": [{ "name": "A", "value": 1 }] }]',
    'containerDefinitions[0].environment[0].value: must be text',
  ],
])('refuses %s, ends with 2, and shows no value', async (_what, text, message) => {
  const { exitCode, stdout, stderr } = await adoptFile(environments, text);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain(CANARY);
});

test('calls the service as it is told, and follows those who wait for it', async () => {
  const definition = task(
    {},
    {
      name: 'proxy',
      image: 'public.ecr.aws/x/y:1',
      essential: false,
      dependsOn: [{ containerName: 'app', condition: 'START' }],
    },
    {
      name: 'app',
      image: 'public.ecr.aws/x/z:1',
      portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
    },
  );
  const { name, service, leftOut } = await adopt(definition, ['--name', 'web']);
  expect(name).toBe('web');
  expect(service.sidecars).toMatchObject({ proxy: { essential: false, dependsOn: { web: 'START' } } });
  expect(leftOut).toEqual(['containerDefinitions.app: becomes web']);
});

test('says what a declaration cannot say of volumes', async () => {
  const mount = (sourceVolume: string, containerPath: string, readOnly = false) => ({
    sourceVolume,
    containerPath,
    readOnly,
  });
  const definition = task(
    {
      volumes: [
        { name: 'shared', host: {} },
        { name: 'disk', efsVolumeConfiguration: { fileSystemId: 'fs-1' } },
      ],
    },
    container({ mountPoints: [mount('shared', '/shared'), mount('disk', '/disk')] }),
    { name: 'reader', image: 'public.ecr.aws/x/y:1', mountPoints: [mount('shared', '/shared', true)] },
    { name: 'other', image: 'public.ecr.aws/x/y:1', mountPoints: [mount('shared', '/elsewhere')] },
  );
  const { service, leftOut } = await adopt(definition);
  expect(service.writablePaths).toEqual([{ path: '/shared', readableBy: ['reader'] }]);
  expect(leftOut.map((line) => line.split(':')[0])).toEqual([
    'containerDefinitions.other.mountPoints["/elsewhere"]',
    'volumes.disk.efsVolumeConfiguration',
    'containerDefinitions.web.mountPoints["/disk"]',
  ]);
});

test('prints what nobody can see as it is escaped, and lets no name end a comment', async () => {
  const definition = task(
    {},
    container({
      environment: [{ name: 'A', value: 'x\u202ey' }],
      ulimits: [{ name: 'a\nb', softLimit: 1, hardLimit: 1 }],
    }),
  );
  const { stdout } = await adoptFile(environments, definition);
  expect(stdout).toContain("A: 'x\\u202ey'");
  expect(stdout).toContain('a\\nb');
  expect(load(stdout).environmentVariables).toEqual({ A: 'x\u202ey' });
});

test('keeps an image that the environment does not accept, since there is no container without one, and names it', async () => {
  const definition = task({}, container({ image: 'nginx' }), { name: 'other', image: 'a b' });
  const { declaration, leftOut, exitCode } = await adopted({ dev: { ...shop, imagePolicy: 'digest' } }, definition);
  expect([load(declaration).image, exitCode]).toEqual(['docker.io/library/nginx', 1]);
  expect(leftOut).toEqual([
    expect.stringMatching(/^services\.web\.sidecars\.other\.image: /),
    expect.stringMatching(/^services\.web\.image: .*digest/),
  ]);
});

test('takes variables for variables, whatever they are called', async () => {
  const variables = { store: 'parameter', ownership: 'x', source: 'y', fileName: 'z', image: 'i', 'a-b': '1' };
  const environment = Object.entries(variables).map(([name, value]) => ({ name, value }));
  const { service, leftOut } = await adopt(task({}, container({ environment })));
  expect([service.environmentVariables, leftOut]).toEqual([variables, []]);
});
