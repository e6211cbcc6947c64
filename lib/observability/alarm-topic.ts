import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import { arn, type ArnLocation } from '../aws/arns';
import { policyDocument } from '../aws/policy-document';
import { denyPublishingWithoutTls } from '../aws/tls-only';
import { textOf } from '../validation/harmless-text';
import type { AlarmSubscription } from './alarms-config';

export interface AlarmTopicProps {
  /** First part of the names of the topic and of the alarms. */
  readonly namePrefix: string;

  /** Account and Region of the environment. */
  readonly location: ArnLocation;

  /** Who is told. */
  readonly subscriptions: readonly AlarmSubscription[];

  /** Name of the rule of EventBridge that reports failed tasks. */
  readonly failedTasksRule: string;
}

/**
 * The topic to which everything is reported that somebody should look at.
 *
 * Not encrypted with a key: the environment's own would have to be opened to EventBridge without any condition, and protects the
 * secrets; with AWS's own, `aws/sns`, neither EventBridge nor CloudWatch can publish. A message names what is wrong, and contains no value.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export class AlarmTopic extends Construct {
  /** ARN of the topic. */
  public readonly topicArn: string;

  /** What must exist before something is published. */
  public readonly policy: SnsTopicPolicy;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const { namePrefix, location, subscriptions, failedTasksRule } = props;

    const topic = new SnsTopic(this, 'topic', { name: `${namePrefix}-alarms` });
    this.topicArn = topic.arn;
    this.policy = new SnsTopicPolicy(this, 'topic-policy', {
      arn: topic.arn,
      policy: JSON.stringify(
        policyDocument([
          {
            Sid: 'PublishAlarms',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['sns:Publish'],
            Resource: [topic.arn],
            // By the beginning of their names: the policy of a topic has at most 30 KB, and an environment any number of alarms.
            Condition: {
              ArnLike: { 'aws:SourceArn': arn(location, 'cloudwatch', `alarm:${namePrefix}-*`) },
              StringEquals: { 'aws:SourceAccount': location.accountId },
            },
          },
          {
            Sid: 'PublishFailedTasks',
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: ['sns:Publish'],
            Resource: [topic.arn],
            // No aws:SourceAccount: EventBridge does not always send it, and the rule's ARN names the account.
            Condition: { ArnEquals: { 'aws:SourceArn': arn(location, 'events', `rule/${failedTasksRule}`) } },
          },
          denyPublishingWithoutTls(topic.arn),
        ]),
      ),
    });
    for (const { protocol, endpoint } of subscriptions) {
      const address = textOf(endpoint);
      new SnsTopicSubscription(this, `${protocol}-${address}`, { topicArn: topic.arn, protocol, endpoint: address });
    }
  }
}
