import type { ContainerDefinition, Volume } from '@aws-sdk/client-ecs';
import { declareTask } from '../../../commands/ecs/declared-task';
import { requireDeployed } from '../../../commands/ecs/deployed-task';
import { file } from '../../../lib/secrets/secret-file';
import { parameter, secretsManager } from '../../../lib/secrets/secret-source';
import type { Workload } from '../../../lib/tasks/workload';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { awsError, fakeSession, type Answers } from '../../support/secrets/fake-aws';

const web = serviceDefinition({
  user: '1000:1000',
  command: ['serve', '--all'],
  environmentVariables: { MODE: 'dev', LEVEL: 'info' },
  secrets: { TOKEN: parameter('token'), KEY: secretsManager('key') },
  secretFiles: { CERTIFICATE: file('certificate.pem', parameter('certificate')) },
});
const report = { image: 'shop:1', size: { cpu: 256, memoryMiB: 512 }, schedule: 'rate(1 day)', timeZone: 'UTC' };
const migrate = { image: 'shop:1', size: { cpu: 256, memoryMiB: 512 }, command: ['migrate'] };
const environment = {
  ...environmentConfig({ application: 'shop', services: { web }, scheduledTasks: { report }, tasks: { migrate } }),
  name: 'dev',
};
const service: Workload = { kind: 'service', name: 'web', config: web };
const task: Workload = { kind: 'scheduledTask', name: 'report', config: report };

const oneOff: Workload = { kind: 'task', name: 'migrate', config: migrate };

const SECRET_ARN = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop/dev/key-AbCdEf';

interface Deployed {
  executionRoleArn: string;
  volumes: Volume[];
  containerDefinitions: ContainerDefinition[];
}

/** Compares a workload with what is deployed: the same as declared, but for a change, and as ECS returns it. */
async function compare(workload: Workload, change: (deployed: Deployed) => void = () => undefined, more: Answers = {}) {
  const { calls, session } = fakeSession(environment, {
    DescribeSecretCommand: () => ({ Name: 'shop/dev/key', ARN: SECRET_ARN }),
    DescribeServicesCommand: () => ({ services: [{ status: 'ACTIVE', taskDefinition: 'arn:running:7' }] }),
    GetScheduleCommand: () => ({ Target: { EcsParameters: { TaskDefinitionArn: 'arn:scheduled:3' } } }),
    DescribeTaskDefinitionCommand: ({ taskDefinition }) => {
      const deployed = structuredClone({
        ...declared,
        containerDefinitions: asReturned,
        volumes: [{ name: 'secret-files', host: {} }],
      });
      change(deployed);
      return { taskDefinition: { taskDefinitionArn: taskDefinition, ...deployed } };
    },
    ...more,
  });
  const { containers, ...declared } = { ...(await declareTask(session, workload)), arnOf: undefined };
  const asReturned = (JSON.parse(JSON.stringify(containers)) as ContainerDefinition[]).map((container) => ({
    ...{ cpu: 0, mountPoints: [], volumesFrom: [], systemControls: [] },
    ...container,
    environment: container.environment?.toReversed() ?? [],
    secrets: container.secrets?.toReversed(),
  }));
  calls.length = 0;
  return { calls, comparing: requireDeployed(session, { ...(await declareTask(session, workload)) }) };
}

test('of a service, the task definition that it runs with is compared, in whatever order and with whatever defaults', async () => {
  const { calls, comparing } = await compare(service);
  await expect(comparing).resolves.toBe('arn:running:7');
  expect(calls.find(({ command }) => command === 'DescribeServicesCommand')?.input).toEqual({
    cluster: 'shop-dev',
    services: ['shop-dev-web'],
  });
});

test('of a scheduled task, the one that its schedule starts: others in its family run nowhere', async () => {
  const { comparing } = await compare(task);
  await expect(comparing).resolves.toBe('arn:scheduled:3');
});

test('of a one-off task, the latest of its family, whoever registered it', async () => {
  const { calls, comparing } = await compare(oneOff);
  await expect(comparing).resolves.toBe('shop-dev-migrate');
  expect(calls).toEqual([{ command: 'DescribeTaskDefinitionCommand', input: { taskDefinition: 'shop-dev-migrate' } }]);
  const { comparing: another } = await compare(oneOff, ({ containerDefinitions }) =>
    containerDefinitions.forEach((one) => (one.command = ['sh', '-c', 'curl evil.example'])),
  );
  await expect(another).rejects.toThrow('migrate is deployed otherwise than it is declared');
});

const container = ({ containerDefinitions }: Deployed, name = 'web') => {
  const found = containerDefinitions.find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`no container ${name}`);
  }
  return found;
};

test.each<[string, (deployed: Deployed) => void, string]>([
  [
    'another role',
    (deployed) => (deployed.executionRoleArn = 'arn:aws:iam::123456789012:role/admin'),
    'the execution role is "arn:aws:iam::123456789012:role/admin", declared is "arn:aws:iam::123456789012:role/shop-dev-web-execution"',
  ],
  [
    'another command',
    (deployed) => (container(deployed).command = ['sh', '-c', 'curl evil.example']),
    'the container "web": command is ["sh", "-c", "curl evil.example"], declared is ["serve", "--all"]',
  ],
  [
    'an entry point',
    (deployed) => (container(deployed, 'web-secret-files').entryPoint = ['sh']),
    'the container "web-secret-files": entryPoint is ["sh"], declared is nothing',
  ],
  [
    'another image',
    (deployed) => (container(deployed).image = 'evil.example/shop:1'),
    'the container "web": image is "evil.example/shop:1", declared is "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/',
  ],
  [
    'another login to its registry',
    (deployed) => (container(deployed).repositoryCredentials = { credentialsParameter: 'arn:other' }),
    'the container "web": repositoryCredentials is { credentialsParameter: "arn:other" }, declared is nothing',
  ],
  [
    'a variable that nobody declared',
    (deployed) => container(deployed).environment?.push({ name: 'LD_PRELOAD', value: '/tmp/canary.so' }),
    'the container "web": the variable "LD_PRELOAD" is not declared',
  ],
  [
    'a variable twice',
    (deployed) => container(deployed).environment?.push({ name: 'MODE', value: 'canary' }),
    'the container "web": the variable "MODE" is there twice',
  ],
  [
    'another value of a variable, which is not shown',
    (deployed) =>
      container(deployed)
        .environment?.filter(({ name }) => name === 'MODE')
        .forEach((variable) => (variable.value = 'canary')),
    'the container "web": the variable "MODE" has another value than declared',
  ],
  [
    'another secret',
    (deployed) =>
      container(deployed)
        .secrets?.filter(({ name }) => name === 'KEY')
        .forEach((secret) => (secret.valueFrom = 'arn:other')),
    `the container "web": the secret "KEY" is from arn:other, declared is ${SECRET_ARN}`,
  ],
  [
    'a secret less',
    (deployed) => (container(deployed).secrets = []),
    'the container "web": the secret "KEY" is not deployed',
  ],
  [
    'a volume of its own',
    (deployed) => (container(deployed).mountPoints = []),
    'the container "web": mountPoints is nothing, declared is',
  ],
  [
    'a volume that outlives the task, in place of the declared one',
    (deployed) => (deployed.volumes = [{ name: 'secret-files', efsVolumeConfiguration: { fileSystemId: 'fs-evil' } }]),
    'the volume "secret-files" is { efsVolumeConfiguration: { fileSystemId: "fs-evil" } }, declared is {',
  ],
  [
    'one container more',
    ({ containerDefinitions }) => containerDefinitions.push({ name: 'miner', image: 'evil' }),
    'the container "miner" is not declared',
  ],
])('%s is refused', async (_what, change, difference) => {
  const failure: unknown = await (await compare(service, change)).comparing.catch((error: unknown) => error);
  expect(String(failure)).toContain(`web is deployed otherwise than it is declared (arn:running:7):\n- ${difference}`);
  expect(String(failure)).not.toContain('canary');
});

test('a secret that does not exist is named', async () => {
  const { session } = fakeSession(environment, {
    DescribeSecretCommand: () => {
      throw awsError('ResourceNotFoundException');
    },
  });
  await expect(declareTask(session, service)).rejects.toThrow('shop/dev/key, which web gets, does not exist.');
});

test.each<[string, Workload, Answers]>([
  [
    'a service of which only the memory is left',
    service,
    { DescribeServicesCommand: () => ({ services: [{ status: 'INACTIVE' }] }) },
  ],
  [
    'a service without a cluster',
    service,
    {
      DescribeServicesCommand: () => {
        throw awsError('ClusterNotFoundException');
      },
    },
  ],
  ...[task, oneOff].map((workload): [string, Workload, Answers] => [
    `a ${workload.kind} without a task definition`,
    workload,
    {
      DescribeTaskDefinitionCommand: () => {
        throw awsError('ClientException', 'Unable to describe task definition.');
      },
    },
  ]),
])('%s is not deployed', async (_title, workload, answers) => {
  const { comparing } = await compare(workload, undefined, answers);
  await expect(comparing).rejects.toThrow(`${workload.name} is not deployed in dev. Deploy it: npx cdktf deploy dev`);
});
