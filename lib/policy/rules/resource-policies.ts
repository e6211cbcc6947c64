import type { PolicyRule } from './policy-rule';
import { blocks, RESOURCE_PERMISSION, texts, type SynthesizedResource } from './synthesized-stack';

/**
 * What a condition must name so that not everybody may do what a statement allows to everybody.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const RESTRICTING_KEYS = [
  ...['aws:PrincipalAccount', 'aws:PrincipalArn', 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths'],
  ...['aws:SourceAccount', 'aws:SourceArn', 'aws:SourceOrgID', 'aws:SourceOwner', 'aws:SourceVpc', 'aws:SourceVpce'],
  ...['kms:CallerAccount'],
].map((key) => key.toLowerCase());

/** Those that hold for what is named, and not for everything else, nor where the key is missing. */
const NAMING_OPERATOR = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;

/** Policies of buckets, keys, topics, queues, secrets and repositories. */
export const resourcePolicyRules: readonly PolicyRule[] = [
  {
    id: 'resource-policy-not-public',
    title: 'The policy of a bucket, key, topic, queue, secret or repository allows nothing to everybody',
    sources: [
      ...(['FSBP S3.2', 'FSBP S3.3', 'FSBP SNS.4', 'FSBP SQS.3', 'AwsSolutions-ECR1', 'AVD-AWS-0032'] as const),
      ...(['CKV_AWS_32', 'CKV_AWS_33', 'CKV_AWS_70', 'CKV_AWS_168', 'CKV_AWS_169'] as const),
    ],
    types: [RESOURCE_PERMISSION],
    check: (statement) =>
      statement.attributes.Effect === 'Allow' && isForEverybody(statement) && !isRestricted(statement)
        ? 'allows to everybody what it allows'
        : undefined,
  },
];

function isForEverybody({ attributes: { Principal, NotPrincipal } }: SynthesizedResource): boolean {
  const principals = [Principal, ...blocks(Principal).flatMap((byType) => Object.values(byType))];
  return NotPrincipal !== undefined || principals.some((principal) => texts(principal).includes('*'));
}

function isRestricted({ attributes: { Condition } }: SynthesizedResource): boolean {
  return blocks(Condition)
    .flatMap((byOperator) => Object.entries(byOperator))
    .filter(([operator]) => NAMING_OPERATOR.test(operator))
    .flatMap(([, byKey]) => blocks(byKey).flatMap((keys) => Object.entries(keys)))
    .some(([key, values]) => RESTRICTING_KEYS.includes(key.toLowerCase()) && !texts(values).includes('*'));
}
