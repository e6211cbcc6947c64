import { declareTask } from '../../../commands/ecs/declared-task';
import { oneOffTaskWorkloads } from '../../../lib/environment/workloads';
import { change, deployShop, savedPlan, shop, webChanges } from '../../support/deployment/shop';
import { awsError, fakeSession, type Answers } from '../../support/secrets/fake-aws';

// No test waits for the next look.
jest.mock('node:timers/promises', () => ({
  setTimeout: (_milliseconds: number, value: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) =>
      setImmediate(() => (signal?.aborted ? reject(new Error('aborted')) : resolve(value))),
    ),
}));

const config = { ...shop, beforeDeployment: 'migrate' };
const dev = { ...config, name: 'dev' };

/** The definition that is planned, as Terraform knows it before it applies. */
const planned = {
  ...{ family: 'shop-dev-migrate', cpu: '256', memory: '512', network_mode: 'awsvpc' },
  ...{ requires_compatibilities: ['FARGATE'], execution_role_arn: 'arn:execution', task_role_arn: 'arn:task' },
  container_definitions: JSON.stringify([{ name: 'migrate', image: 'shop:2' }]),
  ...{ volume: [{ name: 'tmp' }], runtime_platform: [], ephemeral_storage: [{ size_in_gib: 30 }] },
  tags_all: { environment: 'dev' },
};
const definition = (after: object = planned) =>
  change('aws_ecs_task_definition', 'migrate', ['create', 'delete'], after);

const never = (): never => {
  throw new Error('There is a task.');
};

/** ECS, in which the task ends with an exit code. */
const ecs = (exitCode: number): Answers => ({
  RegisterTaskDefinitionCommand: () => ({ taskDefinition: { taskDefinitionArn: 'arn:migrate:8' } }),
  DeregisterTaskDefinitionCommand: () => ({}),
  DescribeSecurityGroupsCommand: () => ({ SecurityGroups: [{ GroupId: 'sg-1', VpcId: 'vpc-1' }] }),
  DescribeSubnetsCommand: () => ({ Subnets: [{ SubnetId: 'subnet-a' }, { SubnetId: 'subnet-c' }] }),
  RunTaskCommand: () => ({ tasks: [{ taskArn: 'arn:aws:ecs:x:1:task/shop-dev/1' }] }),
  DescribeTasksCommand: () => ({
    tasks: [{ taskArn: '1', lastStatus: 'STOPPED', containers: [{ name: 'migrate', exitCode }] }],
  }),
});

test('runs as it is planned, before Terraform changes anything, and leaves no task definition behind', async () => {
  const order: string[] = [];
  const { exitCode, calls, commands } = await deployShop({
    ...{ config, plan: savedPlan([webChanges, definition()]), answers: ecs(0) },
    apply: () => Promise.resolve(order.push('apply')),
  });
  expect([exitCode, order]).toEqual([0, ['apply']]);
  const inputOf = (name: string) => calls.find(({ command }) => command === name)?.input;
  expect(inputOf('RegisterTaskDefinitionCommand')).toEqual({
    ...{ family: 'shop-dev-migrate', cpu: '256', memory: '512', networkMode: 'awsvpc' },
    ...{ requiresCompatibilities: ['FARGATE'], executionRoleArn: 'arn:execution', taskRoleArn: 'arn:task' },
    containerDefinitions: [{ name: 'migrate', image: 'shop:2' }],
    ...{ volumes: [{ name: 'tmp' }], runtimePlatform: undefined, ephemeralStorage: { sizeInGiB: 30 } },
    tags: [{ key: 'environment', value: 'dev' }],
  });
  expect(inputOf('RunTaskCommand')).toMatchObject({ taskDefinition: 'arn:migrate:8', startedBy: 'npm-run-deploy' });
  expect(inputOf('DeregisterTaskDefinitionCommand')).toEqual({ taskDefinition: 'arn:migrate:8' });
  expect(commands.lastIndexOf('DeregisterTaskDefinitionCommand')).toBeLessThan(
    commands.lastIndexOf('DescribeServicesCommand'),
  );
});

test('is what is deployed already, where the plan does not change it', async () => {
  const { session } = fakeSession(dev, {});
  const [workload = never()] = oneOffTaskWorkloads(dev);
  const { containers, executionRoleArn, taskRoleArn } = await declareTask(session, workload);
  const taskDefinition = {
    taskDefinitionArn: 'arn:migrate:7',
    containerDefinitions: containers,
    executionRoleArn,
    taskRoleArn,
  };
  const { exitCode, calls, commands } = await deployShop({
    ...{ config, answers: { ...ecs(0), DescribeTaskDefinitionCommand: () => ({ taskDefinition }) } },
  });
  expect(exitCode).toBe(0);
  expect(commands).not.toContain('RegisterTaskDefinitionCommand');
  expect(calls.find(({ command }) => command === 'RunTaskCommand')?.input).toMatchObject({
    taskDefinition: 'arn:migrate:7',
  });
});

test('stops the deployment with the reason if it fails, and names what of the plan it had to do without', async () => {
  const policy = change('aws_iam_role_policy', 'migrate', ['update'], { role: 'shop-dev-migrate-execution' });
  const { exitCode, stderr, applied, commands } = await deployShop({
    ...{ config, plan: savedPlan([webChanges, definition(), policy]), answers: ecs(127) },
  });
  expect([exitCode, applied]).toEqual([1, []]);
  expect(stderr).toContain('migrate failed: migrate ended with code 127: its command was not found.');
  expect(stderr).toContain('Nothing was deployed.');
  expect(stderr).toContain('aws_iam_role_policy.migrate');
  expect(commands).toContain('DeregisterTaskDefinitionCommand');
});

// The ARN of a new secret, or of a new role, is known only after it was created.
test.each(['container_definitions', 'execution_role_arn'])(
  'is refused where the plan does not know its %s yet, unless it is left out',
  async (attribute) => {
    const plan = savedPlan([webChanges, definition({ ...planned, [attribute]: undefined })]);
    const { exitCode, stderr, applied, commands } = await deployShop({ config, plan, answers: ecs(0) });
    expect([exitCode, applied]).toEqual([1, []]);
    expect(stderr).toContain('migrate needs what this deployment has still to create.');
    expect(commands).not.toContain('RunTaskCommand');
    const without = await deployShop({ config, plan, args: ['--yes', '--skip-before-deployment'] });
    expect([without.exitCode, without.applied]).toEqual([0, [plan]]);
    expect(without.stderr).toContain('npm run task -- dev migrate --wait');
  },
);

// Terraform replaces a cluster whose creation was interrupted, because it is tainted.
test.each<[string, object]>([
  ['creates the cluster', change('aws_ecs_cluster', 'cluster', ['create'], { name: 'shop-dev' })],
  ['creates the cluster again', change('aws_ecs_cluster', 'cluster', ['delete', 'create'], { name: 'shop-dev' })],
  ['creates all services', change('aws_ecs_service', 'web', ['create'], { name: 'shop-dev-web' })],
])('is left out of the first deployment, or what continues it, which %s', async (_, created) => {
  const { exitCode, stderr, commands } = await deployShop({
    config,
    plan: savedPlan([definition(), created]),
  });
  expect([exitCode, commands]).toEqual([0, expect.not.arrayContaining(['RunTaskCommand'])]);
  expect(stderr).toContain('migrate is left out, because nothing is deployed yet');
});

test('is run before one of several services is created', async () => {
  const { web = never() } = shop.services;
  const { commands } = await deployShop({
    config: { ...config, services: { web, api: web } },
    plan: savedPlan([definition(), change('aws_ecs_service', 'api', ['create'], { name: 'shop-dev-api' })]),
    answers: ecs(0),
  });
  expect(commands).toContain('RunTaskCommand');
});

test('is not run by a plan that changes nothing', async () => {
  const { exitCode, commands } = await deployShop({ config, plan: savedPlan([]) });
  expect([exitCode, commands]).toEqual([0, expect.not.arrayContaining(['RunTaskCommand'])]);
});

test('is waited for no longer where AWS cannot be asked, and nothing is deployed', async () => {
  const { exitCode, stderr, applied } = await deployShop({
    ...{ config, plan: savedPlan([webChanges, definition()]) },
    answers: {
      ...ecs(0),
      DescribeTasksCommand: () => {
        throw awsError('AccessDeniedException');
      },
    },
  });
  expect([exitCode, applied]).toEqual([2, []]);
  expect(stderr).toContain('Nothing was deployed. Whether migrate succeeds is not known.');
});

test('goes on running when the command is interrupted, and nothing is deployed', async () => {
  const { exitCode, stderr, applied } = await deployShop({
    ...{ config, plan: savedPlan([webChanges, definition()]) },
    answers: {
      ...ecs(0),
      DescribeTasksCommand: () => {
        process.emit('SIGINT', 'SIGINT');
        return { tasks: [{ taskArn: '1', lastStatus: 'RUNNING' }] };
      },
    },
  });
  expect([exitCode, applied]).toEqual([130, []]);
  expect(stderr).toContain('migrate goes on running.');
});
