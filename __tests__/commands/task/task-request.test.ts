import { declareTask } from '../../../commands/ecs/declared-task';
import { taskRequest } from '../../../commands/task/task-request';
import type { OneOffTaskWorkload, ScheduledTaskWorkload } from '../../../lib/environment/workloads';
import { environmentConfig } from '../../support/environment-config';
import { fakeSession } from '../../support/secrets/fake-aws';

const config = { image: 'public.ecr.aws/shop/shop:1', size: { cpu: 256, memoryMiB: 512 } };
const migrate: OneOffTaskWorkload = { kind: 'task', name: 'migrate', config };
const report: ScheduledTaskWorkload = {
  kind: 'scheduledTask',
  name: 'report',
  config: { ...config, schedule: 'rate(1 day)', timeZone: 'UTC' },
};
const overrides = { containerOverrides: [{ name: 'report', command: ['node', 'x.js'] }] };

const scheduled = {
  cluster: 'arn:cluster',
  taskDefinition: 'arn:scheduled:3',
  count: 1,
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-s'], securityGroups: ['sg-s'] } },
  startedBy: 'npm-run-task',
};

interface Deployed {
  readonly command?: typeof overrides;
  readonly executeCommand?: boolean;
  readonly image?: string;
}

/** The request for a task of which these containers are deployed. */
async function requestOf(
  workload: OneOffTaskWorkload | ScheduledTaskWorkload,
  { command, executeCommand = true, image = config.image }: Deployed = {},
) {
  const tasks = { migrate: config };
  const scheduledTasks = { report: report.config };
  const environment = environmentConfig({ application: 'shop', executeCommand, tasks, scheduledTasks });
  const { session } = fakeSession(
    { ...environment, name: 'dev' },
    {
      GetScheduleCommand: () => ({
        Target: {
          Arn: 'arn:cluster',
          EcsParameters: {
            TaskDefinitionArn: 'arn:scheduled:3',
            LaunchType: 'FARGATE',
            NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-s'], SecurityGroups: ['sg-s'] } },
          },
        },
      }),
      DescribeTaskDefinitionCommand: ({ taskDefinition }) => ({
        taskDefinition: {
          taskDefinitionArn: `${String(taskDefinition)} as resolved`,
          ...declared,
          containerDefinitions: declared.containers.map((container) => ({ ...container, image })),
        },
      }),
      DescribeSecurityGroupsCommand: () => ({ SecurityGroups: [{ GroupId: 'sg-1', VpcId: 'vpc-1' }] }),
      DescribeSubnetsCommand: () => ({ Subnets: [{ SubnetId: 'subnet-a' }, { SubnetId: 'subnet-c' }] }),
    },
  );
  const declared = await declareTask(session, workload);
  return taskRequest(session, workload, command);
}

test.each([true, false])(
  'a one-off task is started as what is declared, in the network of its environment; with ECS Exec: %s',
  async (executeCommand) => {
    await expect(requestOf(migrate, { executeCommand })).resolves.toEqual({
      cluster: 'shop-dev',
      taskDefinition: 'shop-dev-migrate as resolved',
      ...{ count: 1, launchType: 'FARGATE', platformVersion: 'LATEST', startedBy: 'npm-run-task' },
      ...{ enableECSManagedTags: true, enableExecuteCommand: executeCommand, propagateTags: 'TASK_DEFINITION' },
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['subnet-a', 'subnet-c'],
          securityGroups: ['sg-1'],
          assignPublicIp: 'ENABLED',
        },
      },
      overrides: undefined,
    });
  },
);

test('a scheduled task is started as its schedule does it', async () => {
  await expect(requestOf(report)).resolves.toMatchObject(scheduled);
});

test('a scheduled task with another command is the task definition that was compared with the declaration', async () => {
  await expect(requestOf(report, { command: overrides })).resolves.toMatchObject({
    ...scheduled,
    taskDefinition: 'arn:scheduled:3 as resolved',
    overrides,
  });
});

test('what no schedule would start is refused if something else is deployed than is declared', async () => {
  const image = 'public.ecr.aws/evil/shop:1';
  await expect(requestOf(migrate, { image })).rejects.toThrow('migrate is deployed otherwise than it is declared');
  await expect(requestOf(report, { image, command: overrides })).rejects.toThrow('report is deployed otherwise');
  await expect(requestOf(report, { image })).resolves.toMatchObject(scheduled);
});
