import type { PolicyRule } from './policy-rule';
import { texts } from './synthesized-stack';

/** Log groups and alarms. */
export const observabilityRules: readonly PolicyRule[] = [
  {
    id: 'log-group-retention',
    title: 'A log group says how long it keeps what is logged',
    sources: ['CKV_AWS_66', 'NIST.800.53.R5-CloudWatchLogGroupRetentionPeriod'],
    types: ['aws_cloudwatch_log_group'],
    check: ({ attributes: { retention_in_days: days } }) =>
      // 0 is for ever.
      typeof days === 'number' && days > 0 ? undefined : 'keeps for ever what is logged',
  },
  {
    id: 'alarm-notifies',
    title: 'An alarm tells somebody',
    sources: ['CKV_AWS_319', 'NIST.800.53.R5-CloudWatchAlarmAction'],
    types: ['aws_cloudwatch_metric_alarm'],
    check: ({ attributes: { actions_enabled: isEnabled = true, alarm_actions: actions } }) =>
      isEnabled === true && texts(actions).length > 0 ? undefined : 'tells nobody',
  },
];
