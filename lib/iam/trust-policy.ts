import { arn, type ArnLocation } from '../aws/arns';
import { policyDocument, type PolicyDocument } from '../aws/policy-document';

/**
 * Lets ECS tasks of this account and Region assume a role, and nobody else: not even ECS on behalf of another account.
 *
 * It cannot be narrowed to a cluster or service.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export function ecsTasksTrustPolicy(location: ArnLocation): PolicyDocument {
  return servicePrincipalTrustPolicy('ecs-tasks.amazonaws.com', location, 'ArnLike', arn(location, 'ecs', '*'));
}

/**
 * Lets EventBridge Scheduler assume a role for the schedules of one group.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function schedulerTrustPolicy(location: ArnLocation, scheduleGroupArn: string): PolicyDocument {
  return servicePrincipalTrustPolicy('scheduler.amazonaws.com', location, 'ArnEquals', scheduleGroupArn);
}

/**
 * Lets the flow logs of this account and Region assume a role. The id of a flow log is known only when it exists, which needs the role.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export function flowLogsTrustPolicy(location: ArnLocation): PolicyDocument {
  const flowLogs = arn(location, 'ec2', 'vpc-flow-log/*');
  return servicePrincipalTrustPolicy('vpc-flow-logs.amazonaws.com', location, 'ArnLike', flowLogs);
}

function servicePrincipalTrustPolicy(
  service: string,
  { accountId }: ArnLocation,
  operator: 'ArnLike' | 'ArnEquals',
  sourceArn: string,
): PolicyDocument {
  return policyDocument([
    {
      Sid: 'AssumeRole',
      Effect: 'Allow',
      Principal: { Service: service },
      Action: ['sts:AssumeRole'],
      Condition: {
        StringEquals: { 'aws:SourceAccount': accountId },
        [operator]: { 'aws:SourceArn': sourceArn },
      },
    },
  ]);
}
