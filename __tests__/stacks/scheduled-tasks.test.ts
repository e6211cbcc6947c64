import { examples } from '../../examples';
import type { ScheduledTaskDefinition } from '../../lib/schedules/scheduled-task-definition';
import { parameter, secretsManager } from '../../lib/secrets/secret-source';
import { accessViolations } from '../support/access-check';
import { accessWorld } from '../support/access-world';
import type { DeployedRole } from '../support/deployed-access';
import { environmentConfig } from '../support/environment-config';
import { isAllowed, type AccessRequest } from '../support/iam-evaluation';
import { alsoAllowing, alsoOn, mutatedRole, withoutCondition, type Mutation } from '../support/policy-mutations';
import { onlyResource, synthesize } from '../support/synthesized-stack';

const [stack] = synthesize({ dev: examples['gcp-credentials'] });

describe('a scheduled task', () => {
  test('is started by its schedule, in its time zone, in the group of its environment', () => {
    expect(onlyResource(stack, 'aws_scheduler_schedule').attributes).toMatchObject({
      schedule_expression: 'cron(0 3 * * ? *)',
      schedule_expression_timezone: 'Asia/Tokyo',
    });
    expect(onlyResource(stack, 'aws_scheduler_schedule').text('group_name')).toBe(
      onlyResource(stack, 'aws_scheduler_schedule_group').text('name'),
    );
  });

  test('is tried again a limited number of times, and then put aside', () => {
    const { target } = onlyResource(stack, 'aws_scheduler_schedule').attributes;
    expect(target).toMatchObject({
      retry_policy: { maximum_retry_attempts: 3, maximum_event_age_in_seconds: 3600 },
      dead_letter_config: { arn: `\${${onlyResource(stack, 'aws_sqs_queue').address}.arn}` },
    });
  });

  test('gives notice when it fails, when it cannot start and when it was not started', () => {
    const rule = onlyResource(stack, 'aws_cloudwatch_event_rule');
    expect(rule.json('event_pattern')).toMatchObject({
      detail: {
        clusterArn: [onlyResource(stack, 'aws_ecs_cluster').arn],
        group: [{ prefix: 'family:gcp_credentials-dev-' }],
        $or: [{ containers: { exitCode: [{ 'anything-but': [0, 143] }] } }, { stopCode: ['TaskFailedToStart'] }],
      },
    });
    expect(onlyResource(stack, 'aws_cloudwatch_event_target').text('arn')).toBe(
      onlyResource(stack, 'aws_sns_topic').arn,
    );
    expect(onlyResource(stack, 'aws_cloudwatch_metric_alarm').attributes).toMatchObject({
      alarm_actions: [`\${${onlyResource(stack, 'aws_sns_topic').address}.arn}`],
    });
  });
});

test('an environment without scheduled tasks has none of their resources', () => {
  const [withoutTasks] = synthesize({ dev: examples['role-per-container'] });
  expect(withoutTasks?.resources('aws_scheduler_schedule_group')).toEqual([]);
  expect(withoutTasks?.resources('aws_sqs_queue')).toEqual([]);
});

test('no task is started before the first values of its secrets are there', () => {
  const [everything] = synthesize({ dev: examples.everything });
  const versions = (name: string) =>
    everything
      ?.resources('aws_secretsmanager_secret_version')
      .filter(({ address }) => address.includes(name))
      .map(({ address }) => address) ?? [];
  const [schedule] = everything?.resources('aws_scheduler_schedule') ?? [];
  const web = everything?.resources('aws_ecs_service').find(({ address }) => address.includes('web'));
  expect(versions('')).toHaveLength(3);
  expect(web?.attributes.depends_on).toEqual(expect.arrayContaining([...versions('database'), ...versions('tls-key')]));
  expect(schedule?.attributes.depends_on).toEqual(
    expect.arrayContaining([...versions('database'), ...versions('google-service-account')]),
  );
});

const task: ScheduledTaskDefinition = {
  image: 'shop/report:1.0.0',
  size: { cpu: 256, memoryMiB: 512 },
  schedule: 'rate(1 day)',
  timeZone: 'Asia/Tokyo',
  secrets: { API_TOKEN: parameter('token'), DATABASE: secretsManager('database') },
};
// Names that are beginnings of one another, where a careless pattern opens one with the other.
const config = environmentConfig({
  application: 'shop',
  services: {},
  scheduledTasks: { report: task, report2: task },
});
const world = accessWorld({ dev: config, dev2: config });

const NAME = 'shop-dev-report-schedule';
const ACCOUNT = '123456789012';
const HERE = `ap-northeast-1:${ACCOUNT}`;

const taskDefinition = (family: string) => `arn:aws:ecs:${HERE}:task-definition/${family}:7`;
const taskOn = (cluster: string) => `arn:aws:ecs:${HERE}:task/${cluster}/0123456789abcdef0123456789abcdef`;
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const queue = (name: string) => `arn:aws:sqs:${HERE}:${name}`;
const on = (cluster: string) => ({ 'ecs:cluster': `arn:aws:ecs:${HERE}:cluster/${cluster}` });
const by = (action: string) => ({ 'ecs:CreateAction': action });
const to = (service: string) => ({ 'iam:PassedToService': `${service}.amazonaws.com` });

/** Action, resource, and what AWS would know about the request. */
type Request = readonly [action: string, resource: string, context?: AccessRequest['context']];

const OWN: Readonly<Record<string, Request>> = {
  'start its own task on its own cluster': ['ecs:RunTask', taskDefinition('shop-dev-report'), on('shop-dev')],
  'tag the task that it starts': ['ecs:TagResource', taskOn('shop-dev'), by('RunTask')],
  'pass its task’s execution role to ECS': ['iam:PassRole', role('shop-dev-report-execution'), to('ecs-tasks')],
  'pass its task’s own role to ECS': ['iam:PassRole', role('shop-dev-report-task'), to('ecs-tasks')],
  'put aside what could not be started': ['sqs:SendMessage', queue('shop-dev-tasks-not-started')],
};

const OTHERS: Readonly<Record<string, Request>> = {
  'start another task': ['ecs:RunTask', taskDefinition('shop-dev-report2'), on('shop-dev')],
  'start another environment’s task': ['ecs:RunTask', taskDefinition('shop-dev2-report'), on('shop-dev')],
  'start its task in another Region': [
    'ecs:RunTask',
    taskDefinition('shop-dev-report').replace('ap-northeast-1', 'us-east-1'),
    on('shop-dev'),
  ],
  'start its task on another cluster': ['ecs:RunTask', taskDefinition('shop-dev-report'), on('shop-dev2')],
  'start its task on a cluster that is not named': ['ecs:RunTask', taskDefinition('shop-dev-report')],
  'stop a task': ['ecs:StopTask', taskOn('shop-dev'), on('shop-dev')],
  'run a command in a task': ['ecs:ExecuteCommand', taskOn('shop-dev'), on('shop-dev')],
  'tag a task of another cluster': ['ecs:TagResource', taskOn('shop-dev2'), by('RunTask')],
  'tag what a service starts': ['ecs:TagResource', taskOn('shop-dev'), by('CreateService')],
  'tag a task that runs': ['ecs:TagResource', taskOn('shop-dev')],
  'pass another task’s execution role': ['iam:PassRole', role('shop-dev-report2-execution'), to('ecs-tasks')],
  'pass another task’s own role': ['iam:PassRole', role('shop-dev-report2-task'), to('ecs-tasks')],
  'pass another environment’s role': ['iam:PassRole', role('shop-dev2-report-task'), to('ecs-tasks')],
  'pass itself': ['iam:PassRole', role(NAME), to('ecs-tasks')],
  'pass an administrator’s role': ['iam:PassRole', role('administrator'), to('ecs-tasks')],
  'pass its task’s execution role to Lambda': ['iam:PassRole', role('shop-dev-report-execution'), to('lambda')],
  'pass its task’s own role to EC2': ['iam:PassRole', role('shop-dev-report-task'), to('ec2')],
  'pass its task’s own role to a service that is not named': ['iam:PassRole', role('shop-dev-report-task')],
  'send to another environment’s queue': ['sqs:SendMessage', queue('shop-dev2-tasks-not-started')],
  'send to a queue of the application': ['sqs:SendMessage', queue('shop-dev-orders')],
  'read what was put aside': ['sqs:ReceiveMessage', queue('shop-dev-tasks-not-started')],
};

function may({ arn, policies }: DeployedRole, [action, resource, context = {}]: Request): Promise<boolean> {
  return isAllowed({ principal: arn, action, resource, context, policies });
}

describe('the role that starts a scheduled task', () => {
  const unchanged = changed('RunTask', (statement) => statement);

  it.each(Object.entries(OWN))('can %s', async (_what, request) => {
    await expect(may(unchanged, request)).resolves.toBe(true);
  });

  it.each(Object.entries(OTHERS))('cannot %s', async (_what, request) => {
    await expect(may(unchanged, request)).resolves.toBe(false);
  });

  it('can read no secret, not even its task’s', async () => {
    await expect(accessViolations(world, unchanged)).resolves.toEqual([]);
  });
});

/** Widenings that somebody might make, and all that is found to be possible then. */
const MUTATIONS: readonly {
  readonly title: string;
  readonly sid: string;
  readonly widen: Mutation;
  readonly found: readonly string[];
}[] = [
  {
    title: 'any task',
    sid: 'RunTask',
    widen: (statement) => ({ ...statement, Resource: [taskDefinition('*').replace(/:7$/, '')] }),
    found: ['start another task', 'start another environment’s task'],
  },
  {
    title: 'a task by the beginning of its name',
    sid: 'RunTask',
    widen: (statement) => alsoOn(statement, taskDefinition('shop-dev-report*')),
    found: ['start another task'],
  },
  {
    title: 'its task in any Region',
    sid: 'RunTask',
    widen: (statement) => alsoOn(statement, taskDefinition('shop-dev-report').replace('ap-northeast-1', '*')),
    found: ['start its task in another Region'],
  },
  {
    title: 'its task whatever the cluster',
    sid: 'RunTask',
    widen: (statement) => withoutCondition(statement, 'ecs:cluster'),
    found: ['start its task on another cluster', 'start its task on a cluster that is not named'],
  },
  {
    title: 'its task on a cluster by the beginning of its name',
    sid: 'RunTask',
    widen: (statement) => ({ ...statement, Condition: { ArnLike: on('shop-dev*') } }),
    found: ['start its task on another cluster'],
  },
  {
    title: 'more than to start',
    sid: 'RunTask',
    widen: (statement) => ({ ...alsoOn(statement, taskOn('*')), Action: ['ecs:*'] }),
    found: ['stop a task', 'run a command in a task'],
  },
  {
    title: 'tags of any task',
    sid: 'TagStartedTask',
    widen: (statement) => alsoOn(statement, taskOn('*')),
    found: ['tag a task of another cluster'],
  },
  {
    title: 'tags at any time',
    sid: 'TagStartedTask',
    widen: (statement) => withoutCondition(statement, 'ecs:CreateAction'),
    found: ['tag what a service starts', 'tag a task that runs'],
  },
  {
    title: 'any role',
    sid: 'PassTaskRoles',
    widen: (statement) => ({ ...statement, Resource: [role('*')] }),
    found: [
      'pass another task’s execution role',
      'pass another task’s own role',
      'pass another environment’s role',
      'pass itself',
      'pass an administrator’s role',
    ],
  },
  {
    title: 'a role by the beginning of its name',
    sid: 'PassTaskRoles',
    widen: (statement) => alsoOn(statement, role('shop-dev-report*')),
    found: ['pass another task’s execution role', 'pass another task’s own role', 'pass itself'],
  },
  {
    title: 'its roles to any service',
    sid: 'PassTaskRoles',
    widen: (statement) => withoutCondition(statement, 'iam:PassedToService'),
    found: [
      'pass its task’s execution role to Lambda',
      'pass its task’s own role to EC2',
      'pass its task’s own role to a service that is not named',
    ],
  },
  {
    title: 'any queue',
    sid: 'PutAsideFailures',
    widen: (statement) => ({ ...statement, Resource: [queue('*')] }),
    found: ['send to another environment’s queue', 'send to a queue of the application'],
  },
  {
    title: 'its queue to be read',
    sid: 'PutAsideFailures',
    widen: (statement) => alsoAllowing(statement, 'sqs:ReceiveMessage'),
    found: ['read what was put aside'],
  },
];

describe('the policy of that role, when somebody changes it', () => {
  it.each(MUTATIONS)('to allow $title, is found out', async ({ sid, widen, found }) => {
    const possible: string[] = [];
    for (const [what, request] of Object.entries(OTHERS)) {
      if (await may(changed(sid, widen), request)) {
        possible.push(what);
      }
    }
    expect(possible).toEqual(found);
  });

  it.each([
    ['parameter', 'ssm:GetParameters'],
    ['secret', 'secretsmanager:GetSecretValue'],
  ])('to read a %s, is found out', async (_what, action) => {
    const mutated = changed('PutAsideFailures', (statement) => alsoOn(alsoAllowing(statement, action), '*'));
    await expect(accessViolations(world, mutated)).resolves.toContainEqual(expect.objectContaining({ action }));
  });
});

function changed(sid: string, mutation: Mutation): DeployedRole {
  return mutatedRole(world.roles, NAME, sid, mutation);
}
