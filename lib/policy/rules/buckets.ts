import type { PolicyRule } from './policy-rule';
import { attribute, blocks, type SynthesizedResource, type SynthesizedStack } from './synthesized-stack';

const BUCKET = 'aws_s3_bucket';

const ENCRYPTION_ALGORITHMS = ['AES256', 'aws:kms', 'aws:kms:dsse'];

const ACCESS_BLOCKS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

/** Buckets. Terraform has most of what is configured for one in resources of their own. */
export const bucketRules: readonly PolicyRule[] = [
  {
    id: 'bucket-not-public',
    title: 'A bucket blocks public access',
    sources: [
      ...(['FSBP S3.8', 'AwsSolutions-S2', 'CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56'] as const),
      ...(['AVD-AWS-0086', 'AVD-AWS-0087', 'AVD-AWS-0091', 'AVD-AWS-0093', 'AVD-AWS-0094'] as const),
    ],
    types: [BUCKET],
    check: (bucket, stack) => {
      const [settings] = settingsOf(bucket, stack, 'aws_s3_bucket_public_access_block');
      const missing = ACCESS_BLOCKS.filter((name) => settings?.attributes[name] !== true);
      return missing.length === 0 ? undefined : `does not block public access: ${missing.join(', ')}`;
    },
  },
  {
    id: 'bucket-encrypted',
    title: 'What a bucket contains is encrypted',
    sources: ['CKV_AWS_19', 'AVD-AWS-0088'],
    types: [BUCKET],
    check: (bucket, stack) =>
      settingsOf(bucket, stack, 'aws_s3_bucket_server_side_encryption_configuration').some((settings) =>
        ENCRYPTION_ALGORITHMS.includes(
          String(attribute(settings, 'rule', 'apply_server_side_encryption_by_default', 'sse_algorithm')),
        ),
      )
        ? undefined
        : 'does not say how it is encrypted',
  },
  {
    id: 'bucket-versioned',
    title: 'A bucket keeps what is overwritten or deleted',
    sources: ['CKV_AWS_21', 'AVD-AWS-0090'],
    types: [BUCKET],
    check: (bucket, stack) =>
      settingsOf(bucket, stack, 'aws_s3_bucket_versioning').some(
        (settings) => attribute(settings, 'versioning_configuration', 'status') === 'Enabled',
      )
        ? undefined
        : 'keeps no versions',
  },
  {
    id: 'bucket-lifecycle',
    title: 'A bucket does not grow for ever',
    sources: ['FSBP S3.13', 'CKV2_AWS_61'],
    types: [BUCKET],
    check: (bucket, stack) => (lifecycleRules(bucket, stack).length > 0 ? undefined : 'has no lifecycle rule'),
  },
  {
    id: 'bucket-aborts-uploads',
    title: 'A bucket removes what was uploaded in part only',
    sources: ['CKV_AWS_300'],
    types: [BUCKET],
    check: (bucket, stack) =>
      lifecycleRules(bucket, stack).some((rule) => abortsUploads(rule) && appliesToAll(rule))
        ? undefined
        : 'keeps the parts of uploads that never end',
  },
  {
    id: 'bucket-no-access-lists',
    title: 'Policies alone, and no access control lists, say who may use a bucket',
    sources: ['FSBP S3.12', 'CKV2_AWS_65'],
    types: [BUCKET],
    // A new bucket has none: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
    check: (bucket, stack) => {
      const owners = settingsOf(bucket, stack, 'aws_s3_bucket_ownership_controls').map((settings) =>
        attribute(settings, 'rule', 'object_ownership'),
      );
      const isListed = bucket.attributes.acl !== undefined || settingsOf(bucket, stack, 'aws_s3_bucket_acl').length > 0;
      return isListed || owners.some((owner) => owner !== 'BucketOwnerEnforced')
        ? 'has access control lists'
        : undefined;
    },
  },
  {
    id: 'bucket-access-logged',
    title: 'Requests to a bucket are logged',
    sources: ['FSBP S3.9', 'AwsSolutions-S1', 'CKV_AWS_18', 'AVD-AWS-0089'],
    types: [BUCKET],
    check: (bucket, stack) =>
      settingsOf(bucket, stack, 'aws_s3_bucket_logging').length > 0 ? undefined : 'does not log requests',
  },
];

function settingsOf(bucket: SynthesizedResource, stack: SynthesizedStack, type: string): SynthesizedResource[] {
  return stack.referringTo(bucket, type, 'bucket');
}

type Block = SynthesizedResource['attributes'];

function lifecycleRules(bucket: SynthesizedResource, stack: SynthesizedStack): Block[] {
  return settingsOf(bucket, stack, 'aws_s3_bucket_lifecycle_configuration')
    .flatMap(({ attributes }) => blocks(attributes.rule))
    .filter(({ status }) => status === 'Enabled');
}

function abortsUploads({ abort_incomplete_multipart_upload: abort }: Block): boolean {
  return blocks(abort).some(({ days_after_initiation: days }) => typeof days === 'number');
}

function appliesToAll({ filter, prefix = '' }: Block): boolean {
  return (
    prefix === '' && blocks(filter).every((conditions) => Object.values(conditions).every((value) => value === ''))
  );
}
