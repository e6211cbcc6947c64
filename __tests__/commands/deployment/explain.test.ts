import { runExplain } from '../../../commands/deployment/explain-program';
import { capturing } from '../../support/captured-output';
import { failed, previous, rollback, shop } from '../../support/deployment/shop';
import { awsError, fakeSession, type Answers } from '../../support/secrets/fake-aws';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
const last = { serviceDeploymentArn: 'arn:last', createdAt: at(10), status: 'ROLLBACK_SUCCESSFUL' };
const task = (id: string, minute: number, exitCode: number) => ({
  taskArn: `arn:aws:ecs:ap-northeast-1:123456789012:task/shop-dev/${id}`,
  ...{ createdAt: at(minute), lastStatus: 'STOPPED', containers: [{ name: 'web', exitCode }] },
});

const history = (deployment: object): Answers => ({
  ListServiceDeploymentsCommand: ({ nextToken }) =>
    nextToken === undefined
      ? { serviceDeployments: [{ serviceDeploymentArn: 'arn:first', createdAt: at(0) }], nextToken: '2' }
      : { serviceDeployments: [last] },
  DescribeServiceDeploymentsCommand: ({ serviceDeploymentArns }) => ({
    serviceDeployments: String(serviceDeploymentArns) === 'arn:last' ? [deployment] : [],
  }),
});
const denied: Answers = {
  ListServiceDeploymentsCommand: () => {
    throw awsError('AccessDeniedException');
  },
};

async function explain(answers: Answers, args: readonly string[] = ['dev', 'web']) {
  const { session, calls } = fakeSession(
    { ...shop, name: 'dev' },
    {
      DescribeServicesCommand: () => ({ services: [{ status: 'ACTIVE', deployments: [previous] }] }),
      ListTasksCommand: () => ({ taskArns: ['1', '2', '3'] }),
      // Of the deployment before, of this one, and of its rollback.
      DescribeTasksCommand: () => ({ tasks: [task('1', 9, 1), task('2', 11, 127), task('3', 21, 139)] }),
      ...answers,
    },
  );
  const ended = await capturing(() => runExplain({ dev: shop }, args, () => Promise.resolve(session)));
  return { ...ended, commands: calls.map(({ command }) => command) };
}

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
it('tells why the last of all deployments failed, from its own tasks only, and starts nothing', async () => {
  const { exitCode, stdout, commands } = await explain(
    history({ ...last, statusReason: 'Circuit breaker: tasks failed to start.', rollback: { startedAt: at(20) } }),
  );
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /^web: the last deployment of .* failed, and ECS went back to the previous release\.\n {2}ECS says: Circuit breaker: tasks failed to start\.\n/,
  );
  expect(stdout).toContain('1 task stopped: web ended with code 127: its command was not found.');
  expect(stdout).not.toContain('code 139');
  expect(commands.filter((name) => !/^(?:Describe|List)/.test(name))).toEqual([]);
});

it('names the alarm that went off', async () => {
  const alarms = { triggeredAlarmNames: ['shop-dev-web-errors'] };
  const { exitCode, stdout } = await explain({
    ...history({ ...last, alarms }),
    ListTasksCommand: () => ({ taskArns: [] }),
  });
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining('The alarm shop-dev-web-errors went off.')]);
});

it('says what to look at when ECS has forgotten the tasks', async () => {
  const { exitCode, stdout } = await explain({ ...history(last), ListTasksCommand: () => ({ taskArns: [] }) });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('it forgets them after about an hour');
  expect(stdout).toContain('npm run secrets -- check dev --deep');
});

it.each([
  ['SUCCESSFUL', 0, 'succeeded'],
  ['PENDING', 0, 'in progress'],
  ['IN_PROGRESS', 0, 'in progress'],
  ['STOPPED', 1, 'failed'],
  ['STOP_REQUESTED', 1, 'failed'],
  ['ROLLBACK_REQUESTED', 1, 'failed'],
  ['ROLLBACK_IN_PROGRESS', 1, 'failed'],
  ['ROLLBACK_FAILED', 1, 'failed'],
])('of a deployment that is %s, ends with %i', async (status, code, verdict) => {
  const { exitCode, stdout } = await explain(history({ ...last, status }), ['dev', 'web', '--json']);
  expect([exitCode, JSON.parse(stdout)]).toEqual([code, expect.objectContaining({ service: 'web', verdict })]);
});

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
it.each([
  ['STOPPED', 'failed.'],
  ['ROLLBACK_REQUESTED', 'failed, and ECS is going back to the previous release.'],
  ['ROLLBACK_IN_PROGRESS', 'failed, and ECS is going back to the previous release.'],
  ['ROLLBACK_SUCCESSFUL', 'failed, and ECS went back to the previous release.'],
  ['ROLLBACK_FAILED', 'failed, and so did going back to the previous release.'],
])('of a deployment that is %s, says: %s', async (status, text) => {
  const { stdout } = await explain(history({ ...last, status }));
  expect(stdout.split('\n')[0]).toMatch(new RegExp(`^web: the last deployment of .* UTC ${text}$`));
});

it.each([
  ['that failed', [previous, failed], 1, 'tasks failed to start'],
  ['that is being undone', [rollback], 1, 'rolling back to deploymentId ecs-svc/1'],
  ['that is done', [previous], 0, 'succeeded'],
])(
  'where the history may not be read, knows a deployment %s by what the service shows',
  async (_, deployments, code, text) => {
    const { exitCode, stdout } = await explain({
      ...denied,
      DescribeServicesCommand: () => ({ services: [{ status: 'ACTIVE', deployments }] }),
    });
    expect([exitCode, stdout]).toEqual([code, expect.stringContaining(text)]);
    expect(stdout).toContain('The credentials need ecs:ListServiceDeployments.');
  },
);

it.each<[string[], string]>([
  [['dev', 'wep'], 'dev has no service "wep"; did you mean "web"?'],
  [['dev', 'migrate'], 'npm run task -- dev migrate --wait'],
  [['prd', 'web'], 'There is no environment "prd"'],
])('refuses %j', async (args, message) => {
  const { exitCode, stderr, commands } = await explain({}, args);
  expect([exitCode, commands, stderr]).toEqual([2, [], expect.stringContaining(message)]);
});

it('refuses a service that is not deployed', async () => {
  const { exitCode, stderr } = await explain({ DescribeServicesCommand: () => ({ services: [] }) });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('web is not deployed in dev.')]);
});
