import { adding, setting, without, type Resources, type RuleExample } from './rule-example';

const ACCESS_BLOCK = 'aws_s3_bucket_public_access_block';
const ENCRYPTION = 'aws_s3_bucket_server_side_encryption_configuration';
const LIFECYCLE = 'aws_s3_bucket_lifecycle_configuration';
const OWNERSHIP = 'aws_s3_bucket_ownership_controls';
const VERSIONING = 'aws_s3_bucket_versioning';

const bare: Resources = { aws_s3_bucket: { logs: {} } };

const blocked = {
  ...{ block_public_acls: true, block_public_policy: true },
  ...{ ignore_public_acls: true, restrict_public_buckets: true },
};

export const bucketExamples: Readonly<Record<string, RuleExample>> = {
  'bucket-not-public': {
    passes: [bucketWith(ACCESS_BLOCK, blocked)],
    fails: [
      [
        bare,
        'does not block public access: block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets',
      ],
      [
        bucketWith(ACCESS_BLOCK, { ...blocked, ignore_public_acls: false }),
        'does not block public access: ignore_public_acls',
      ],
      [
        bucketWith(ACCESS_BLOCK, { ...blocked, restrict_public_buckets: undefined }),
        'does not block public access: restrict_public_buckets',
      ],
      [
        { ...bare, [ACCESS_BLOCK]: { other: { bucket: '${aws_s3_bucket.other.bucket}', ...blocked } } },
        'does not block public access: block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets',
      ],
    ],
    breaking: setting(ACCESS_BLOCK, { block_public_policy: false }),
  },
  'bucket-encrypted': {
    passes: ['AES256', 'aws:kms', 'aws:kms:dsse'].map(encryptedBy),
    fails: [
      [bare, 'does not say how it is encrypted'],
      [bucketWith(ENCRYPTION, { rule: [{}] }), 'does not say how it is encrypted'],
      [encryptedBy('none'), 'does not say how it is encrypted'],
    ],
    breaking: without(ENCRYPTION),
  },
  'bucket-versioned': {
    passes: [bucketWith(VERSIONING, { versioning_configuration: { status: 'Enabled' } })],
    fails: [
      [bare, 'keeps no versions'],
      [bucketWith(VERSIONING, { versioning_configuration: { status: 'Suspended' } }), 'keeps no versions'],
    ],
    breaking: without(VERSIONING),
  },
  'bucket-lifecycle': {
    passes: [bucketWith(LIFECYCLE, { rule: [{ status: 'Enabled', expiration: [{ days: 90 }] }] })],
    fails: [
      [bare, 'has no lifecycle rule'],
      [bucketWith(LIFECYCLE, { rule: [{ status: 'Disabled', expiration: [{ days: 90 }] }] }), 'has no lifecycle rule'],
    ],
    breaking: without(LIFECYCLE),
  },
  'bucket-aborts-uploads': {
    passes: [{}, { filter: [{}] }, { filter: [{ prefix: '' }] }].map(abortingIf),
    fails: [
      bare,
      abortingIf({ status: 'Disabled' }),
      abortingIf({ abort_incomplete_multipart_upload: undefined }),
      abortingIf({ filter: [{ prefix: 'logs/' }] }),
      abortingIf({ prefix: 'logs/' }),
    ].map((resources) => [resources, 'keeps the parts of uploads that never end'] as const),
    breaking: setting(LIFECYCLE, { rule: [{ status: 'Enabled', expiration: [{ days: 1 }] }] }),
  },
  'bucket-no-access-lists': {
    passes: [bare, bucketWith(OWNERSHIP, { rule: { object_ownership: 'BucketOwnerEnforced' } })],
    fails: [
      bucketWith(OWNERSHIP, { rule: { object_ownership: 'BucketOwnerPreferred' } }),
      bucketWith('aws_s3_bucket_acl', { acl: 'private' }),
      { aws_s3_bucket: { logs: { acl: 'log-delivery-write' } } },
    ].map((resources) => [resources, 'has access control lists'] as const),
    breaking: setting(OWNERSHIP, { rule: { object_ownership: 'ObjectWriter' } }),
  },
  'bucket-access-logged': {
    passes: [bucketWith('aws_s3_bucket_logging', { target_bucket: 'others', target_prefix: 'logs/' })],
    fails: [[bare, 'does not log requests']],
    breaking: adding('aws_s3_bucket', {}),
  },
};

function bucketWith(type: string, attributes: Readonly<Record<string, unknown>>): Resources {
  return { ...bare, [type]: { settings: { bucket: '${aws_s3_bucket.logs.bucket}', ...attributes } } };
}

function encryptedBy(algorithm: string): Resources {
  return bucketWith(ENCRYPTION, { rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: algorithm } }] });
}

function abortingIf(changes: Readonly<Record<string, unknown>>): Resources {
  const abort_incomplete_multipart_upload = [{ days_after_initiation: 1 }];
  return bucketWith(LIFECYCLE, { rule: [{ status: 'Enabled', abort_incomplete_multipart_upload, ...changes }] });
}
