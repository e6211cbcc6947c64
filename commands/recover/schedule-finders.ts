import { DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand, GetScheduleGroupCommand } from '@aws-sdk/client-scheduler';
import { paginateListSubscriptionsByTopic, paginateListTopics } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { request, requestUnless } from '../aws/aws-failure';
import { listAll } from '../aws/pages';
import type { Finder } from './search';

const NOT_FOUND = ['ResourceNotFoundException'];
/** CloudWatch names its error in one way, and the SDK in another. */
const NO_DASHBOARD = ['ResourceNotFound', 'DashboardNotFoundError'];
const NO_QUEUE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

const findGroup: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const group = await requestUnless(NOT_FOUND, 'scheduler:GetScheduleGroup', () =>
    search.clients.scheduler.send(new GetScheduleGroupCommand({ Name: name })),
  );
  return group?.State === 'ACTIVE' ? { importId: name } : undefined;
};

const findSchedule: Finder = async (resource, search) => {
  const group = search.text(resource, 'group_name') ?? '';
  const name = search.text(resource, 'name') ?? '';
  const schedule = await requestUnless(NOT_FOUND, 'scheduler:GetSchedule', () =>
    search.clients.scheduler.send(new GetScheduleCommand({ GroupName: group, Name: name })),
  );
  return schedule && { importId: `${group}/${name}` };
};

const findTopic: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const topics = await listAll(
    'sns:ListTopics',
    paginateListTopics({ client: search.clients.sns }, {}),
    ({ Topics }) => Topics,
  );
  const arn = topics.find(({ TopicArn }) => TopicArn?.split(':').at(-1) === name)?.TopicArn;
  return arn === undefined ? undefined : { importId: arn, attributes: { arn } };
};

/** Every topic has one. */
const findTopicPolicy: Finder = (resource, search) => {
  const arn = search.text(resource, 'arn');
  return Promise.resolve(arn === undefined ? undefined : { importId: arn });
};

/** One that nobody has confirmed has no ARN yet, and cannot be imported: subscribing again is the same one. */
const findSubscription: Finder = async (resource, search) => {
  const TopicArn = search.text(resource, 'topic_arn');
  if (TopicArn === undefined) {
    return undefined;
  }
  const [protocol, endpoint] = [search.text(resource, 'protocol'), search.text(resource, 'endpoint')];
  const subscriptions = await listAll(
    'sns:ListSubscriptionsByTopic',
    paginateListSubscriptionsByTopic({ client: search.clients.sns }, { TopicArn }),
    ({ Subscriptions }) => Subscriptions,
  );
  const found = subscriptions.find(({ Protocol, Endpoint }) => Protocol === protocol && Endpoint === endpoint);
  const arn = found?.SubscriptionArn;
  return arn?.startsWith('arn:') === true ? { importId: arn } : undefined;
};

const findQueue: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const queue = await requestUnless(NO_QUEUE, 'sqs:GetQueueUrl', () =>
    search.clients.sqs.send(new GetQueueUrlCommand({ QueueName: name })),
  );
  return queue?.QueueUrl === undefined ? undefined : { importId: queue.QueueUrl };
};

const findEventRule: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const rule = await requestUnless(NOT_FOUND, 'events:DescribeRule', () =>
    search.clients.events.send(new DescribeRuleCommand({ Name: name })),
  );
  return rule && { importId: name };
};

/** Its id is one that the provider made up. */
const findEventTarget: Finder = async (resource, search) => {
  const rule = search.text(resource, 'rule') ?? '';
  const arn = search.text(resource, 'arn');
  const targets = await requestUnless(NOT_FOUND, 'events:ListTargetsByRule', () =>
    search.clients.events.send(new ListTargetsByRuleCommand({ Rule: rule })),
  );
  const target = targets?.Targets?.find(({ Arn }) => Arn === arn);
  return target && { importId: `${rule}/${target.Id}` };
};

const findAlarm: Finder = async (resource, search) => {
  const name = search.text(resource, 'alarm_name') ?? '';
  const command = new DescribeAlarmsCommand({ AlarmNames: [name] });
  const { MetricAlarms = [] } = await request('cloudwatch:DescribeAlarms', () =>
    search.clients.cloudWatch.send(command),
  );
  return MetricAlarms.length === 0 ? undefined : { importId: name };
};

const findDashboard: Finder = async (resource, search) => {
  const name = search.text(resource, 'dashboard_name') ?? '';
  const dashboard = await requestUnless(NO_DASHBOARD, 'cloudwatch:GetDashboard', () =>
    search.clients.cloudWatch.send(new GetDashboardCommand({ DashboardName: name })),
  );
  return dashboard && { importId: name };
};

/** Of scheduled tasks and of what watches an environment, each after what it refers to. */
export const SCHEDULE_FINDERS: readonly (readonly [string, Finder])[] = [
  ['aws_sns_topic', findTopic],
  ['aws_sns_topic_policy', findTopicPolicy],
  ['aws_sns_topic_subscription', findSubscription],
  ['aws_sqs_queue', findQueue],
  ['aws_cloudwatch_event_rule', findEventRule],
  ['aws_cloudwatch_event_target', findEventTarget],
  ['aws_cloudwatch_metric_alarm', findAlarm],
  ['aws_cloudwatch_dashboard', findDashboard],
  ['aws_scheduler_schedule_group', findGroup],
  ['aws_scheduler_schedule', findSchedule],
];
