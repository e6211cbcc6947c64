import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { Construct } from 'constructs';
import { policyDocument } from '../aws/policy-document';
import { denyPublishingWithoutTls } from '../aws/tls-only';
import { failedTasksRule } from '../naming/names';
import type { AlarmTopic } from '../observability/alarm-topic';

export interface FailureNoticesProps {
  /** First part of the names of topic, rule and alarm. */
  readonly namePrefix: string;

  /** The account that the notices are about. */
  readonly accountId: string;

  /** The cluster whose tasks are watched. */
  readonly clusterArn: string;

  /** The queue that gets what could not be started. */
  readonly deadLetterQueueName: string;

  /**
   * Where the failures are reported, together with everything else that somebody should look at.
   *
   * @default - a topic of their own
   */
  readonly topic?: AlarmTopic;
}

/**
 * A topic that reports when a scheduled task stopped with a non-zero exit, could not start, or was never attempted. Whoever wants to
 * know subscribes. Not encrypted: a notice names a task and says why it stopped, and contains no value.
 */
export class FailureNotices extends Construct {
  /** ARN of the topic, to subscribe to. */
  public readonly topicArn: string;

  constructor(scope: Construct, id: string, props: FailureNoticesProps) {
    super(scope, id);
    const { namePrefix, clusterArn, deadLetterQueueName, topic } = props;

    this.topicArn = topic?.topicArn ?? new SnsTopic(this, 'topic', { name: `${namePrefix}-failed-tasks` }).arn;
    const rule = new CloudwatchEventRule(this, 'failed-task', {
      name: failedTasksRule(namePrefix),
      description: 'A scheduled task stopped with a non-zero exit or could not start',
      eventPattern: JSON.stringify(failedTaskPattern(clusterArn, namePrefix)),
    });
    const alarm = new CloudwatchMetricAlarm(this, 'not-started', {
      alarmName: `${namePrefix}-tasks-not-started`,
      alarmDescription: `EventBridge Scheduler gave up starting a task; the message in ${deadLetterQueueName} tells which and why`,
      namespace: 'AWS/SQS',
      // What arrives, and not what is there: an alarm that stays on for the first failure would not report the second.
      metricName: 'NumberOfMessagesSent',
      dimensions: { QueueName: deadLetterQueueName },
      statistic: 'Sum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      alarmActions: [this.topicArn],
    });
    new CloudwatchEventTarget(this, 'failed-task-target', {
      rule: rule.name,
      arn: this.topicArn,
      dependsOn: [topic?.policy ?? this.allowPublishing(rule, alarm, props.accountId)],
    });
  }

  private allowPublishing(rule: CloudwatchEventRule, alarm: CloudwatchMetricAlarm, accountId: string): SnsTopicPolicy {
    return new SnsTopicPolicy(this, 'topic-policy', {
      arn: this.topicArn,
      policy: JSON.stringify(
        policyDocument([
          {
            Sid: 'PublishFailedTasks',
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: ['sns:Publish'],
            Resource: [this.topicArn],
            // No aws:SourceAccount: EventBridge does not always send it, and the rule's ARN names the account.
            Condition: { ArnEquals: { 'aws:SourceArn': rule.arn } },
          },
          {
            Sid: 'PublishTasksNotStarted',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['sns:Publish'],
            Resource: [this.topicArn],
            Condition: { ArnEquals: { 'aws:SourceArn': alarm.arn }, StringEquals: { 'aws:SourceAccount': accountId } },
          },
          denyPublishingWithoutTls(this.topicArn),
        ]),
      ),
    });
  }
}

/**
 * The events of tasks that failed: a container ended with a non-zero exit, or none was ever started. With 143 end those that are asked to
 * stop because the application has ended.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
function failedTaskPattern(clusterArn: string, namePrefix: string) {
  return {
    source: ['aws.ecs'],
    'detail-type': ['ECS Task State Change'],
    detail: {
      clusterArn: [clusterArn],
      // Tasks that no service started belong to the group of their family. Not a list of families: a pattern has at most 2,048
      // characters (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html), and an environment any number of tasks.
      group: [{ prefix: `family:${namePrefix}-` }],
      lastStatus: ['STOPPED'],
      $or: [{ containers: { exitCode: [{ 'anything-but': [0, 143] }] } }, { stopCode: ['TaskFailedToStart'] }],
    },
  };
}
