import type { LogRetentionDays } from '../aws/log-retention';

/**
 * A record of the connections in a VPC.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
 */
export interface FlowLogsConfig {
  /** Which connections are recorded: all, those that security groups and network ACLs let through, or those that they refuse. */
  readonly traffic: 'ALL' | 'ACCEPT' | 'REJECT';

  /** Days for which the records are kept: as `logRetentionDays`, one of the periods of CloudWatch Logs. */
  readonly retentionDays: LogRetentionDays;
}
