import type { PolicyRule } from './policy-rule';
import { attribute, type SynthesizedResource, type SynthesizedStack } from './synthesized-stack';

/** Topics and queues. */
export const messagingRules: readonly PolicyRule[] = [
  {
    id: 'topic-encrypted',
    title: 'Messages of a topic are encrypted with a key of KMS',
    sources: ['CKV_AWS_26', 'AVD-AWS-0095'],
    types: ['aws_sns_topic'],
    check: ({ attributes }) =>
      isNamed(attributes.kms_master_key_id) ? undefined : 'has no key to encrypt its messages with',
  },
  {
    id: 'queue-encrypted',
    title: 'Messages of a queue are encrypted',
    sources: ['FSBP SQS.1', 'AwsSolutions-SQS2', 'CKV_AWS_27', 'AVD-AWS-0096'],
    types: ['aws_sqs_queue'],
    check: ({ attributes: { sqs_managed_sse_enabled: isEncrypted, kms_master_key_id: key } }) =>
      isEncrypted === true || isNamed(key) ? undefined : 'does not encrypt its messages',
  },
  {
    id: 'queue-dead-letters',
    title: 'A queue has a dead-letter queue, or is one',
    sources: ['AwsSolutions-SQS3'],
    types: ['aws_sqs_queue'],
    check: (queue, stack) =>
      isNamed(queue.attributes.redrive_policy) || isDeadLetterQueue(queue, stack)
        ? undefined
        : 'loses the messages that nobody can process',
  },
];

function isNamed(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isDeadLetterQueue(queue: SynthesizedResource, stack: SynthesizedStack): boolean {
  const named = [
    ...stack.ofType('aws_sqs_queue').map(({ attributes }) => attributes.redrive_policy),
    ...stack.ofType('aws_cloudwatch_event_target').map(({ attributes }) => attributes.dead_letter_config),
    ...stack.ofType('aws_scheduler_schedule').map((schedule) => attribute(schedule, 'target', 'dead_letter_config')),
  ];
  return named.some((value) => stack.referredBy(value).includes(queue));
}
