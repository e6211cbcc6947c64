import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateSecurityGroupCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateClusterCommand, DescribeTasksCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { CreateScheduleCommand, CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { awsClients, type AwsClients } from '../../commands/aws/aws-clients';
import { startEmbeddedAws, type EmbeddedAws } from '../../commands/embedded-aws/embedded-aws';
import { startFakeService } from '../support/operations/fake-service';
import { runOperation } from '../support/operations/run-operation';

const NAME = 'shop-dev-report';
const REGION = 'ap-northeast-1';

let directory: string;
let aws: EmbeddedAws;
let clients: AwsClients;
let network: { readonly subnets: string[]; readonly securityGroups: string[] };

/** What a deployment makes of a scheduled task. */
async function deploySchedule(): Promise<void> {
  const ec2 = new EC2Client({ region: REGION });
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const [{ SubnetId = '', VpcId = '' } = {}] = Subnets;
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'shop-dev-app', Description: 'test', VpcId }),
  );
  network = { subnets: [SubnetId], securityGroups: [GroupId] };
  const { cluster } = await clients.ecs.send(new CreateClusterCommand({ clusterName: 'shop-dev' }));
  const { taskDefinition } = await clients.ecs.send(
    new RegisterTaskDefinitionCommand({
      ...{ family: NAME, networkMode: 'awsvpc', cpu: '256', memory: '512', requiresCompatibilities: ['FARGATE'] },
      containerDefinitions: [{ name: 'report', image: 'shop:1.0.0' }],
    }),
  );
  const scheduler = new SchedulerClient({ region: REGION });
  await scheduler.send(new CreateScheduleGroupCommand({ Name: 'shop-dev' }));
  await scheduler.send(
    new CreateScheduleCommand({
      ...{ Name: NAME, GroupName: 'shop-dev', ScheduleExpression: 'cron(0 3 * * ? *)' },
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: cluster?.clusterArn,
        RoleArn: `arn:aws:iam::123456789012:role/${NAME}-schedule`,
        EcsParameters: {
          TaskDefinitionArn: taskDefinition?.taskDefinitionArn,
          ...{ LaunchType: 'FARGATE', PlatformVersion: 'LATEST', TaskCount: 1 },
          ...{ EnableECSManagedTags: true, PropagateTags: 'TASK_DEFINITION' },
          NetworkConfiguration: {
            awsvpcConfiguration: {
              Subnets: network.subnets,
              SecurityGroups: network.securityGroups,
              AssignPublicIp: 'ENABLED',
            },
          },
        },
      },
    }),
  );
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'task-'));
  aws = await startEmbeddedAws({ processEnvironment: process.env, logFile: join(directory, 'aws.log') });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  clients = awsClients({ region: REGION });
});

afterAll(async () => {
  await aws.stop();
  rmSync(directory, { recursive: true });
});

const run = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) => runOperation('task', args, environment);

describe('npm run task', () => {
  it('says so when the schedule is not deployed', async () => {
    expect(await run(['dev', 'report'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'The schedule of report is not deployed. Deploy it: npx cdktf deploy dev\n',
    });
  });

  it('starts a task on the cluster, with the task definition and in the network of the schedule', async () => {
    await deploySchedule();
    const { exitCode, stdout, stderr } = await run(['dev', 'report', '--json']);
    expect([exitCode, stderr]).toEqual([0, '']);
    const { taskArns, ...started } = JSON.parse(stdout) as { taskArns: string[] };
    expect(started).toMatchObject({ environment: 'dev', task: 'report', logGroup: '/ecs/shop/dev/report' });
    const { tasks } = await clients.ecs.send(new DescribeTasksCommand({ cluster: 'shop-dev', tasks: taskArns }));
    expect(tasks).toMatchObject([
      {
        group: `family:${NAME}`,
        startedBy: 'npm-run-task',
        launchType: 'FARGATE',
        taskDefinitionArn: expect.stringMatching(`/${NAME}:1$`) as unknown,
        attachments: [
          { details: expect.arrayContaining([{ name: 'subnetId', value: network.subnets[0] }]) as unknown },
        ],
      },
    ]);
  });

  it('shows where to follow it', async () => {
    const { stdout } = await run(['dev', 'report']);
    expect(stdout).toMatch(
      /^Started report of dev, as shop-dev-report:1:\n {2}arn:aws:ecs:\S+\nFollow its log: aws logs tail \/ecs\/shop\/dev\/report --follow --region ap-northeast-1\n$/,
    );
  });

  it.each<[string, string[], string]>([
    ['an unknown task', ['dev', 'repport'], 'dev has no task "repport"; did you mean "report"?'],
    ['a service', ['dev', 'web'], 'npm run secrets -- rollout dev web'],
    ['an environment without any', ['bare', 'report'], 'bare has no tasks that can be started.'],
    ['an unknown environment', ['def', 'report'], 'did you mean "dev"?'],
    ['another account', ['elsewhere', 'report'], 'elsewhere is in account 999999999999'],
    ['no name', ['dev'], "missing required argument 'task'"],
  ])('refuses %s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

describe('npm run task --wait', () => {
  const taskArn = 'arn:aws:ecs:ap-northeast-1:123456789012:task/shop-dev/1';
  const taskDefinitionArn = 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/shop-dev-report:7';

  /** Tells one state after the other, and keeps to the last. */
  const startEcs = (states: readonly object[]) =>
    startFakeService({
      RunTask: () => ({ tasks: [{ taskArn, taskDefinitionArn }], failures: [] }),
      DescribeTasks: (_, call) => ({ tasks: [{ taskArn, ...states[Math.min(call, states.length) - 1] }] }),
    });

  async function wait(states: readonly object[], args: readonly string[] = []) {
    const ecs = await startEcs(states);
    const ended = await run(['dev', 'report', '--wait', ...args], { AWS_ENDPOINT_URL_ECS: ecs.endpoint });
    ecs.stop();
    return { ...ended, started: ecs.calls('RunTask') };
  }

  it('asks ECS for exactly what the schedule asks for, and succeeds with the task', async () => {
    const { exitCode, stdout, stderr, started } = await wait([
      { lastStatus: 'RUNNING' },
      { lastStatus: 'STOPPED', containers: [{ name: 'report', exitCode: 0 }] },
    ]);
    expect([exitCode, stdout]).toEqual([0, 'report succeeded.\n']);
    expect(stderr).toContain('report: running\nreport: stopped\n');
    expect(started).toEqual([
      {
        clientToken: expect.any(String) as unknown,
        cluster: expect.stringMatching(/:cluster\/shop-dev$/) as unknown,
        taskDefinition: expect.stringMatching(`/${NAME}:1$`) as unknown,
        ...{ count: 1, launchType: 'FARGATE', platformVersion: 'LATEST', startedBy: 'npm-run-task' },
        ...{ enableECSManagedTags: true, propagateTags: 'TASK_DEFINITION' },
        networkConfiguration: { awsvpcConfiguration: { ...network, assignPublicIp: 'ENABLED' } },
      },
    ]);
  });

  it('fails with the task, and says why', async () => {
    const { exitCode, stdout } = await wait([
      {
        lastStatus: 'STOPPED',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: 'report', exitCode: 3 }],
      },
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      'report failed: report ended with code 3.\n  → Its log shows why: aws logs tail /ecs/shop/dev/report',
    );
  });

  it('reports to programs in JSON', async () => {
    const reason =
      'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref shop:1.0.0: not found';
    const { exitCode, stdout } = await wait([{ lastStatus: 'STOPPED', stoppedReason: reason }], ['--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      taskArns: [taskArn],
      ended: [{ id: '1', failure: { what: 'There is no image shop:1.0.0' }, original: reason }],
    });
  });
});

it('says why ECS started nothing', async () => {
  const ecs = await startFakeService({
    RunTask: () => ({ tasks: [], failures: [{ reason: 'Capacity is unavailable at this time.' }] }),
  });
  const { exitCode, stderr } = await run(['dev', 'report'], { AWS_ENDPOINT_URL_ECS: ecs.endpoint });
  ecs.stop();
  expect([exitCode, stderr]).toEqual([2, 'ECS started nothing: Capacity is unavailable at this time.\n']);
});
