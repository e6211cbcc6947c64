import { adding, setting, type Resources, type RuleExample } from './rule-example';

const arn = '${aws_sqs_queue.jobs.arn}';

export const messagingExamples: Readonly<Record<string, RuleExample>> = {
  'topic-encrypted': {
    passes: [{ aws_sns_topic: { notices: { kms_master_key_id: 'alias/notices' } } }],
    fails: [
      [{ aws_sns_topic: { notices: {} } }, 'has no key to encrypt its messages with'],
      [{ aws_sns_topic: { notices: { kms_master_key_id: '' } } }, 'has no key to encrypt its messages with'],
    ],
    breaking: adding('aws_sns_topic', {}),
  },
  'queue-encrypted': {
    passes: [queue({ sqs_managed_sse_enabled: true }), queue({ kms_master_key_id: 'alias/jobs' })],
    fails: [
      [queue({}), 'does not encrypt its messages'],
      [queue({ sqs_managed_sse_enabled: false }), 'does not encrypt its messages'],
    ],
    breaking: setting('aws_sqs_queue', { sqs_managed_sse_enabled: undefined }),
  },
  'queue-dead-letters': {
    passes: [
      queue({ redrive_policy: '{}' }),
      { ...queue({}), aws_scheduler_schedule: { report: { target: { dead_letter_config: { arn } } } } },
      { ...queue({}), aws_cloudwatch_event_target: { report: { dead_letter_config: { arn } } } },
    ],
    fails: [
      [queue({}), 'loses the messages that nobody can process'],
      [
        // What is sent to it, not what could not be sent.
        { ...queue({}), aws_scheduler_schedule: { report: { target: { arn } } } },
        'loses the messages that nobody can process',
      ],
    ],
    breaking: setting('aws_scheduler_schedule', { target: undefined }),
  },
};

function queue(attributes: Readonly<Record<string, unknown>>): Resources {
  return { aws_sqs_queue: { jobs: attributes } };
}
