import type { PolicyRule } from './policy-rule';
import {
  blocks,
  RESOURCE_PERMISSION,
  texts,
  type SynthesizedResource,
  type SynthesizedStack,
} from './synthesized-stack';

/** Policies that refuse requests without TLS. */
export const tlsRules: readonly PolicyRule[] = [
  {
    id: 'bucket-tls-only',
    title: 'A bucket refuses requests without TLS',
    sources: ['FSBP S3.5', 'AwsSolutions-S10'],
    types: ['aws_s3_bucket'],
    check: (bucket, stack) => {
      const refused = refusedWithoutTls(stack, stack.referringTo(bucket, 'aws_s3_bucket_policy', 'bucket'));
      return refused.some(({ actions, resources }) => includesAny(actions, ['s3:*', '*']) && areAllOfBucket(resources))
        ? undefined
        : 'has no policy that refuses requests without TLS';
    },
  },
  {
    id: 'topic-tls-only',
    title: 'A topic refuses what is published without TLS',
    sources: ['AwsSolutions-SNS3'],
    types: ['aws_sns_topic'],
    check: (topic, stack) => {
      const refused = refusedWithoutTls(stack, stack.referringTo(topic, 'aws_sns_topic_policy', 'arn'));
      return refused.some(({ actions }) => includesAny(actions, ['sns:publish', 'sns:*', '*']))
        ? undefined
        : 'has no policy that refuses what is published without TLS';
    },
  },
];

interface Refused {
  /** In lower case. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * What policies refuse to everybody who does not use TLS, as AWS recommends it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit
 */
function refusedWithoutTls(stack: SynthesizedStack, policies: readonly SynthesizedResource[]): Refused[] {
  return stack
    .ofType(RESOURCE_PERMISSION)
    .filter(({ path }) => policies.some((policy) => path.startsWith(`${policy.path}/`)))
    .filter(({ attributes: { Effect, Principal, Condition } }) => {
      const [{ Bool } = {}] = blocks(Condition);
      const [{ 'aws:SecureTransport': secure } = {}] = blocks(Bool);
      const isEverybody = [Principal, blocks(Principal)[0]?.AWS].some((principal) => texts(principal).includes('*'));
      return Effect === 'Deny' && isEverybody && String(secure) === 'false';
    })
    .map(({ attributes: { Action, Resource } }) => ({
      actions: texts(Action).map((action) => action.toLowerCase()),
      resources: texts(Resource),
    }));
}

function includesAny(values: readonly string[], wanted: readonly string[]): boolean {
  return values.some((value) => wanted.includes(value));
}

/** Whether they are the bucket as well as what it contains. */
function areAllOfBucket(resources: readonly string[]): boolean {
  return resources.some((arn) => arn.endsWith('*')) && resources.some((arn) => arn === '*' || !arn.endsWith('/*'));
}
