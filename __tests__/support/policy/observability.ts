import { setting, type Resources, type RuleExample } from './rule-example';

export const observabilityExamples: Readonly<Record<string, RuleExample>> = {
  'log-group-retention': {
    passes: [{ aws_cloudwatch_log_group: { web: { retention_in_days: 1 } } }],
    fails: [
      [{ aws_cloudwatch_log_group: { web: {} } }, 'keeps for ever what is logged'],
      [{ aws_cloudwatch_log_group: { web: { retention_in_days: 0 } } }, 'keeps for ever what is logged'],
    ],
    breaking: setting('aws_cloudwatch_log_group', { retention_in_days: undefined }),
  },
  'alarm-notifies': {
    passes: [alarm({ alarm_actions: ['${aws_sns_topic.alarms.arn}'] })],
    fails: [
      [alarm({}), 'tells nobody'],
      [alarm({ alarm_actions: [] }), 'tells nobody'],
      [alarm({ alarm_actions: ['${aws_sns_topic.alarms.arn}'], actions_enabled: false }), 'tells nobody'],
    ],
    breaking: setting('aws_cloudwatch_metric_alarm', { actions_enabled: false }),
  },
};

function alarm(attributes: Readonly<Record<string, unknown>>): Resources {
  return { aws_cloudwatch_metric_alarm: { errors: attributes } };
}
