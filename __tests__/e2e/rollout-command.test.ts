import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { DeleteSecretCommand, PutSecretValueCommand, RestoreSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { awsClients, type AwsClients } from '../../commands/aws/aws-clients';
import { startEmbeddedAws, type EmbeddedAws } from '../../commands/embedded-aws/embedded-aws';
import { environments } from '../support/operations/environments';
import { seconds, startFakeService } from '../support/operations/fake-service';
import { runOperation } from '../support/operations/run-operation';
import { deploySecrets } from '../support/secrets/seed';

const CANARY = 'canary-8c7dd922ad47494fc02c388e12c00eac';
const CLUSTER = 'shop-dev';

let directory: string;
let aws: EmbeddedAws;
let clients: AwsClients;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rollout-'));
  aws = await startEmbeddedAws({ processEnvironment: process.env, logFile: join(directory, 'aws.log') });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  clients = awsClients({ region: 'ap-northeast-1' });
  await deploySecrets({ ...environments.dev, name: 'dev' });
  await setDatabase();
  // The embedded AWS tells some dates in whole seconds.
  await delay(1100);
  await clients.ecs.send(new CreateClusterCommand({ clusterName: CLUSTER }));
  for (const [name, desiredCount] of [
    ['web', 2],
    ['worker', 1],
  ] as const) {
    const family = `${CLUSTER}-${name}`;
    await clients.ecs.send(
      new RegisterTaskDefinitionCommand({ family, containerDefinitions: [{ name, image: 'shop:1', memory: 128 }] }),
    );
    await clients.ecs.send(
      new CreateServiceCommand({
        ...{ cluster: CLUSTER, serviceName: family, taskDefinition: family, desiredCount, launchType: 'FARGATE' },
      }),
    );
  }
});

afterAll(async () => {
  await aws.stop();
  rmSync(directory, { recursive: true });
});

const setDatabase = () =>
  clients.secretsManager.send(
    new PutSecretValueCommand({
      SecretId: 'shop/dev/database',
      SecretString: JSON.stringify({ user: CANARY, password: CANARY }),
    }),
  );

async function rollout(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const ended = await runOperation('secrets', ['rollout', ...args], environment);
  expect(ended.stdout + ended.stderr).not.toContain(CANARY);
  return ended;
}

async function deploymentOf(service: string): Promise<string | undefined> {
  const { services } = await clients.ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [service] }));
  return services?.[0]?.deployments?.[0]?.id;
}

describe('rollout', () => {
  it('has nothing to do while no secret changed', async () => {
    expect(await rollout(['dev', '--changed'])).toEqual({
      exitCode: 0,
      stdout: 'No secret has changed since the tasks of dev started.\n',
      stderr: '',
    });
  });

  it('replaces the tasks of those services only of which a secret changed, once', async () => {
    const before = [await deploymentOf('shop-dev-web'), await deploymentOf('shop-dev-worker')];
    await delay(1100);
    await clients.ssm.send(
      new PutParameterCommand({ Name: '/shop/dev/api-token', Value: CANARY, Overwrite: true, Type: 'SecureString' }),
    );
    const { exitCode, stdout, stderr } = await rollout(['dev', '--changed', '--yes', '--json']);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^web +\S+ \S+ UTC +\/shop\/dev\/api-token +\S+ \S+ UTC +API_TOKEN$/m);
    expect(stderr).toContain('web: 2 of 2 new tasks running, 0 previous');
    expect(JSON.parse(stdout)).toMatchObject({
      environment: 'dev',
      services: [
        {
          service: 'web',
          outcome: 'completed',
          changes: [{ secret: '/shop/dev/api-token', variables: ['API_TOKEN'], exact: true }],
          reasons: [],
        },
      ],
    });
    expect(await deploymentOf('shop-dev-web')).not.toBe(before[0]);
    expect(await deploymentOf('shop-dev-worker')).toBe(before[1]);
    expect((await rollout(['dev', '--changed'])).exitCode).toBe(0);
  });

  it('replaces the tasks of all services that use a secret of Secrets Manager that changed', async () => {
    await delay(1100);
    await setDatabase();
    const { exitCode, stdout } = await rollout(['dev', '--changed', '--yes']);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'web: rolled out, with the current values.\nworker: rolled out, with the current values.\n',
    });
  });

  it('replaces the tasks of a named service though nothing changed', async () => {
    const { exitCode, stdout, stderr } = await rollout(['dev', 'worker', '--yes']);
    expect([exitCode, stdout]).toEqual([0, 'worker: rolled out, with the current values.\n']);
    expect(stderr).toContain('nothing has changed since');
  });

  it('refuses while a secret is missing with which new tasks could not start', async () => {
    await clients.secretsManager.send(new DeleteSecretCommand({ SecretId: 'shop/dev/database' }));
    const { exitCode, stderr } = await rollout(['dev', 'worker', '--yes']);
    await clients.secretsManager.send(new RestoreSecretCommand({ SecretId: 'shop/dev/database' }));
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'New tasks could not start, because this does not exist or was deleted: database (worker: DATABASE_USER). ' +
        'This shows what to do: npm run secrets -- check dev\n',
    );
  });

  it.each<[string, string[], string]>([
    ['neither a service nor --changed', ['dev'], 'Name one service, or use --changed.'],
    ['a service and --changed', ['dev', 'web', '--changed'], 'Name one service, or use --changed.'],
    ['an unknown service', ['dev', 'wep'], 'dev has no service "wep"; did you mean "web"?'],
    ['a scheduled task', ['dev', 'report'], 'npm run task -- dev report'],
    ['a service that is not deployed', ['bare', 'web'], 'Not deployed: web. Deploy: npx cdktf deploy bare'],
    ['another account', ['elsewhere', 'web'], 'elsewhere is in account 999999999999'],
    ['to start unasked', ['dev', 'web'], 'Use --yes'],
    ['no time to wait', ['dev', 'web', '--timeout-minutes', '0'], 'It must be a number of minutes'],
  ])('refuses %s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await rollout(args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

describe('a deployment that fails', () => {
  const created = new Date(Date.now() - 60_000);
  const own = { id: 'ecs-svc/2', status: 'PRIMARY', createdAt: seconds(new Date()), desiredCount: 2 };
  const old = { id: 'ecs-svc/1', status: 'ACTIVE', createdAt: seconds(created), desiredCount: 2, runningCount: 2 };
  const service = { serviceName: 'shop-dev-web', status: 'ACTIVE', desiredCount: 2, createdAt: seconds(created) };
  const failed = {
    ...own,
    failedTasks: 3,
    rolloutState: 'FAILED',
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
  };
  const reason =
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ' +
    'secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key password';
  const stopped = (id: string, startedBy: string, stoppedReason: string) => ({
    taskArn: `arn:aws:ecs:ap-northeast-1:123456789012:task/shop-dev/${id}`,
    ...{
      startedBy,
      stoppedReason,
      stopCode: 'TaskFailedToStart',
      lastStatus: 'STOPPED',
      containers: [{ name: 'web' }],
    },
  });
  const running = {
    taskArn: 'arn:aws:ecs:ap-northeast-1:123456789012:task/shop-dev/0',
    ...{ group: 'service:shop-dev-web', createdAt: seconds(created) },
  };

  /** Tells one state of the service after the other, and keeps to the last. */
  const startEcs = (states: readonly (readonly object[])[]) =>
    startFakeService({
      // The first answers before the deployment.
      DescribeServices: (_, call) => {
        const deployments =
          call === 1 ? [{ ...old, status: 'PRIMARY' }] : states[Math.min(call - 2, states.length - 1)];
        const events = [
          {
            id: '1',
            createdAt: seconds(new Date()),
            message: '(service shop-dev-web) was unable to place a task. Reason: Capacity is unavailable at this time.',
          },
        ];
        return { services: [{ ...service, deployments, events }] };
      },
      UpdateService: () => ({ service: { ...service, deployments: [{ ...own, rolloutState: 'IN_PROGRESS' }, old] } }),
      ListTasks: ({ desiredStatus }) => ({
        taskArns: desiredStatus === 'RUNNING' ? [running.taskArn] : ['1', '2', '3', '4'],
      }),
      DescribeTasks: ({ tasks }) => ({
        tasks: (tasks as string[]).includes(running.taskArn)
          ? [running]
          : [
              stopped('1', own.id, reason),
              stopped('2', own.id, reason),
              stopped('3', own.id, 'Scaling activity initiated by (deployment ecs-svc/3)'),
              stopped('4', old.id, 'Task failed container health checks'),
            ],
      }),
    });

  async function rolloutWith(states: readonly (readonly object[])[], args: readonly string[] = []) {
    const ecs = await startEcs(states);
    const ended = await rollout(['dev', 'web', '--yes', ...args], { AWS_ENDPOINT_URL_ECS: ecs.endpoint });
    ecs.stop();
    return { ...ended, updates: ecs.calls('UpdateService') };
  }

  it('is reported with the reasons of its own tasks and what to do', async () => {
    const inProgress = { ...own, rolloutState: 'IN_PROGRESS', pendingCount: 2 };
    const { exitCode, stdout, stderr, updates } = await rolloutWith([
      [inProgress, old],
      [failed, old],
    ]);
    expect(updates).toEqual([{ cluster: 'shop-dev', service: 'shop-dev-web', forceNewDeployment: true }]);
    expect(stderr).toContain('web: 0 of 2 new tasks running, 2 starting, 2 previous\n');
    expect(stderr).toContain('web: 0 of 2 new tasks running, 3 failed, 2 previous\n');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 1,
      stdout: [
        'web: the deployment failed. ECS deployment circuit breaker: tasks failed to start.',
        '  2 tasks stopped: A secret has no JSON key password.',
        '    → This shows which one: npm run secrets -- check dev --deep',
        `    ECS says: ${reason}`,
        '  AWS had no capacity for the task at that time.',
        '    → Try again in a few minutes.',
        '    ECS says: (service shop-dev-web) was unable to place a task. Reason: Capacity is unavailable at this time.',
        '  Previous tasks are still running, with the values that they started with: 2.',
        '',
      ].join('\n'),
    });
  });

  it('is reported as JSON to programs', async () => {
    const { exitCode, stdout } = await rolloutWith([[failed, old]], ['--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      services: [
        {
          service: 'web',
          outcome: 'failed',
          deployment: 'ecs-svc/2',
          oldTasks: 2,
          reasons: [{ what: 'A secret has no JSON key password', tasks: ['1', '2'] }, { tasks: [] }],
        },
      ],
    });
  });

  it('is known when its rollback is all that ECS still shows', async () => {
    const rollback = {
      ...{ ...old, id: 'ecs-svc/3', status: 'PRIMARY', rolloutState: 'IN_PROGRESS' },
      rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.',
    };
    const { exitCode, stdout } = await rolloutWith([[{ ...own, rolloutState: 'IN_PROGRESS' }, old], [rollback]]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('web: the deployment failed. ECS deployment circuit breaker: rolling back');
  });

  it('is distinguished from one that another replaced, and from one that only takes long', async () => {
    const other = { ...own, id: 'ecs-svc/9', rolloutState: 'IN_PROGRESS' };
    const replaced = await rolloutWith([[other, { ...own, status: 'ACTIVE', rolloutState: 'IN_PROGRESS' }]]);
    expect([replaced.exitCode, replaced.stdout]).toEqual([
      1,
      expect.stringContaining('another deployment took its place'),
    ]);
    const slow = await rolloutWith([[{ ...own, rolloutState: 'IN_PROGRESS' }, old]], ['--timeout-minutes', '0.01']);
    expect([slow.exitCode, slow.stdout]).toEqual([
      1,
      expect.stringContaining('not done in time; the deployment continues'),
    ]);
  });

  it('is not started when ECS refuses', async () => {
    const ecs = await startFakeService({
      DescribeServices: () => ({ services: [{ ...service, deployments: [old] }] }),
      ListTasks: () => ({ taskArns: [] }),
    });
    const { exitCode, stdout } = await rollout(['dev', 'web', '--yes'], { AWS_ENDPOINT_URL_ECS: ecs.endpoint });
    ecs.stop();
    expect([exitCode, stdout]).toEqual([
      2,
      'web: not started. AWS denied access. The credentials need ecs:UpdateService.\n',
    ]);
  });
});
