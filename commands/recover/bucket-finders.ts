import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { request, requestUnless } from '../aws/aws-failure';
import { createdAgain, type Finder } from './search';

const NO_BUCKET = ['NotFound', 'NoSuchBucket'];

/** Its name ends with the account, which is only known where it is deployed. */
const findBucket: Finder = async ({ attributes }, { clients: { s3, sts } }) => {
  const { Account = '' } = await request('sts:GetCallerIdentity', () => sts.send(new GetCallerIdentityCommand({})));
  const Bucket = String(attributes.bucket).replace(/\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}/, Account);
  const found = await requestUnless(NO_BUCKET, 's3:ListBucket', () => s3.send(new HeadBucketCommand({ Bucket })));
  return found && { importId: Bucket, attributes: { bucket: Bucket } };
};

/** What a bucket has besides is known by the bucket. */
const findSetting =
  (action: string, absent: string, get: (s3: S3Client, Bucket: string) => Promise<unknown>): Finder =>
  async (resource, search) => {
    const bucket = search.text(resource, 'bucket');
    const found = bucket && (await requestUnless([...NO_BUCKET, absent], action, () => get(search.clients.s3, bucket)));
    return bucket !== undefined && found ? { importId: bucket } : undefined;
  };

/** Of buckets, each after what it refers to. */
export const BUCKET_FINDERS: readonly (readonly [string, Finder])[] = [
  ['aws_s3_bucket', findBucket],
  [
    'aws_s3_bucket_public_access_block',
    findSetting('s3:GetBucketPublicAccessBlock', 'NoSuchPublicAccessBlockConfiguration', (s3, Bucket) =>
      s3.send(new GetPublicAccessBlockCommand({ Bucket })),
    ),
  ],
  [
    'aws_s3_bucket_server_side_encryption_configuration',
    findSetting('s3:GetEncryptionConfiguration', 'ServerSideEncryptionConfigurationNotFoundError', (s3, Bucket) =>
      s3.send(new GetBucketEncryptionCommand({ Bucket })),
    ),
  ],
  [
    'aws_s3_bucket_lifecycle_configuration',
    findSetting('s3:GetLifecycleConfiguration', 'NoSuchLifecycleConfiguration', (s3, Bucket) =>
      s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
    ),
  ],
  [
    'aws_s3_bucket_policy',
    findSetting('s3:GetBucketPolicy', 'NoSuchBucketPolicy', (s3, Bucket) =>
      s3.send(new GetBucketPolicyCommand({ Bucket })),
    ),
  ],
  ['aws_s3_bucket_versioning', createdAgain],
  ['aws_s3_bucket_ownership_controls', createdAgain],
];
