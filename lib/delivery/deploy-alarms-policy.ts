import { policyDocument, type PolicyDocument } from '../aws/policy-document';
import { globalArn } from '../aws/arns';
import { namePrefix } from '../naming/names';
import { own, type DeployAccess } from './deploy-access';
import { actions, allow } from './statements';

/** What tells somebody: alarms, dashboard, topics, the queue and the rule of failed tasks. */
export function deployAlarmsPolicy(access: DeployAccess): PolicyDocument {
  const { environment, location } = access;
  const prefix = namePrefix(environment);
  return policyDocument([
    allow(
      'ManageAlarms',
      actions('cloudwatch', 'DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource'),
      own(access, 'cloudwatch', `alarm:${prefix}-*`),
    ),
    allow('ManageDashboard', actions('cloudwatch', 'DeleteDashboards GetDashboard PutDashboard'), [
      globalArn(location, 'cloudwatch', `dashboard/${prefix}`),
    ]),
    allow(
      'ManageTopics',
      actions(
        'sns',
        'CreateTopic DeleteTopic GetSubscriptionAttributes GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource ' +
          'SetSubscriptionAttributes SetTopicAttributes Subscribe TagResource Unsubscribe UntagResource',
      ),
      own(access, 'sns', `${prefix}-*`),
    ),
    allow(
      'ManageQueue',
      actions(
        'sqs',
        'CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags SetQueueAttributes TagQueue UntagQueue',
      ),
      own(access, 'sqs', `${prefix}-*`),
    ),
    allow(
      'ManageRules',
      actions(
        'events',
        'DeleteRule DescribeRule ListTagsForResource ListTargetsByRule PutRule PutTargets RemoveTargets TagResource UntagResource',
      ),
      own(access, 'events', `rule/${prefix}-*`),
    ),
  ]);
}
