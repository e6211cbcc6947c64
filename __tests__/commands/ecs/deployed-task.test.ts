import { containersBefore, readDeployedTask } from '../../../commands/ecs/deployed-task';
import type { Workload } from '../../../lib/tasks/workload';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { awsError, fakeAws, type Answers } from '../../support/secrets/fake-aws';

const environment = { ...environmentConfig({ application: 'shop' }), name: 'dev' };
const service: Workload = { kind: 'service', name: 'web', config: serviceDefinition() };
const task: Workload = {
  kind: 'scheduledTask',
  name: 'report',
  config: { image: 'shop:1', size: { cpu: 256, memoryMiB: 512 } },
};

const deployed: Answers = {
  DescribeServicesCommand: () => ({ services: [{ status: 'ACTIVE', taskDefinition: 'arn:running:7' }] }),
  DescribeTaskDefinitionCommand: ({ taskDefinition }) => ({
    taskDefinition: {
      taskDefinitionArn: taskDefinition,
      executionRoleArn: 'arn:execution',
      taskRoleArn: 'arn:task',
      containerDefinitions: [
        { name: 'before', essential: false },
        { name: 'main', essential: true },
      ],
    },
  }),
};

const read = (workload: Workload, answers: Answers = {}) => {
  const { calls, clients } = fakeAws({ ...deployed, ...answers });
  return { calls, reading: readDeployedTask(clients.ecs, environment, workload) };
};

test('of a service, the task definition that it runs with is read', async () => {
  const { calls, reading } = read(service);
  await expect(reading).resolves.toMatchObject({
    name: 'web',
    taskDefinitionArn: 'arn:running:7',
    executionRoleArn: 'arn:execution',
    taskRoleArn: 'arn:task',
    application: { name: 'main' },
  });
  expect(calls[0]?.input).toEqual({ cluster: 'shop-dev', services: ['shop-dev-web'] });
});

test('of a scheduled task, the latest revision of its family', async () => {
  const { calls, reading } = read(task);
  await expect(reading).resolves.toMatchObject({ taskDefinitionArn: 'shop-dev-report' });
  expect(calls).toHaveLength(1);
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
  [
    'a scheduled task without a task definition',
    task,
    {
      DescribeTaskDefinitionCommand: () => {
        throw awsError('ClientException', 'Unable to describe task definition.');
      },
    },
  ],
])('%s is not deployed', async (_title, workload, answers) => {
  await expect(read(workload, answers).reading).rejects.toThrow(
    `${workload.name} is not deployed in dev. Deploy it: npx cdktf deploy dev`,
  );
});

test('the containers before another are in the order in which they end', () => {
  const after = (...names: string[]) =>
    names.map((containerName) => ({ containerName, condition: 'SUCCESS' as const }));
  const containers = [
    {
      name: 'main',
      dependsOn: [...after('second', 'first'), { containerName: 'sidecar', condition: 'START' as const }],
    },
    { name: 'second', dependsOn: after('first') },
    { name: 'first' },
    { name: 'sidecar' },
  ];
  expect(containersBefore({ containers }, containers[0] ?? {}).map(({ name }) => name)).toEqual(['first', 'second']);
});
