import { arn, type ArnLocation } from '../aws/arns';
import { policyDocument, type PolicyDocument } from '../aws/policy-document';

export interface ScheduleRoleAccess {
  /** Account and Region of the environment. */
  readonly location: ArnLocation;
  /** Name of the only cluster. */
  readonly clusterName: string;
  /** ARN of the only cluster. */
  readonly clusterArn: string;
  /** Family of the only task definition, in every revision. */
  readonly taskFamily: string;
  /** The execution role and the task role. */
  readonly roleArns: readonly string[];
  /** Queue for what could not be started. */
  readonly deadLetterQueueArn: string;
}

/**
 * Lets EventBridge Scheduler start one task on one cluster, with its two roles and no others, and put aside what it could not start.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
export function scheduleRolePolicy(access: ScheduleRoleAccess): PolicyDocument {
  const { location, clusterName, clusterArn, taskFamily, roleArns, deadLetterQueueArn } = access;
  return policyDocument([
    {
      Sid: 'RunTask',
      Effect: 'Allow',
      Action: ['ecs:RunTask'],
      Resource: [arn(location, 'ecs', `task-definition/${taskFamily}:*`)],
      Condition: { ArnEquals: { 'ecs:cluster': clusterArn } },
    },
    {
      Sid: 'TagStartedTask',
      Effect: 'Allow',
      Action: ['ecs:TagResource'],
      Resource: [arn(location, 'ecs', `task/${clusterName}/*`)],
      Condition: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
    },
    {
      Sid: 'PassTaskRoles',
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: roleArns,
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    { Sid: 'PutAsideFailures', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [deadLetterQueueArn] },
  ]);
}
