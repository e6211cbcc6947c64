import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { Construct } from 'constructs';
import { arn, type ArnLocation } from '../aws/arns';
import { policyDocument } from '../aws/policy-document';
import { ServiceRole, type ExistingRoles } from '../iam/service-role';
import { flowLogsTrustPolicy } from '../iam/trust-policy';
import type { FlowLogsConfig } from './flow-logs-config';

export interface FlowLogsProps extends FlowLogsConfig {
  /** The VPC whose connections are recorded. */
  readonly vpcId: string;

  /** Names of the role and the log group. */
  readonly names: { readonly role: string; readonly logGroup: string };

  /** Account and Region of the environment. */
  readonly location: ArnLocation;

  /** What tells whether the role exists and is not in the state. */
  readonly existingRoles: ExistingRoles;

  /**
   * ARN of the key that encrypts the log group.
   *
   * @default - CloudWatch's own key
   */
  readonly keyArn?: string;

  /** Whether Terraform refuses to destroy the records. */
  readonly preventDestroy: boolean;
}

/** A record of the connections in a VPC, in a log group of its own. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { vpcId, names, location, existingRoles, traffic, retentionDays, keyArn, preventDestroy } = props;

    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: names.logGroup,
      retentionInDays: retentionDays,
      kmsKeyId: keyArn,
      lifecycle: { preventDestroy },
    });
    const group = arn(location, 'logs', `log-group:${names.logGroup}`);
    const role = new ServiceRole(this, 'role', {
      name: names.role,
      trustPolicy: flowLogsTrustPolicy(location),
      existing: existingRoles,
      // AWS's example adds logs:CreateLogGroup, and all of it for every log group: this one exists.
      policy: policyDocument([
        {
          Sid: 'WriteRecords',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          Resource: [`${group}:*`],
        },
        // An action that knows no resource: it lists, and gives access to no log.
        { Sid: 'FindLogGroup', Effect: 'Allow', Action: ['logs:DescribeLogGroups'], Resource: ['*'] },
      ]),
    });
    new FlowLog(this, 'flow-log', {
      vpcId,
      trafficType: traffic,
      logDestinationType: 'cloud-watch-logs',
      logDestination: logGroup.arn,
      iamRoleArn: role.roleArn,
      tags: { Name: names.role },
      dependsOn: [...role.policies],
    });
  }
}
