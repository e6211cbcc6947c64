import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { policyDocument } from '../aws/policy-document';
import { denyWithoutTls } from '../aws/tls-only';

/** How long a state that was replaced can be restored. */
const OLD_STATE_DAYS = 90;

export interface StateBucketProps {
  /** Its name, which no other bucket of AWS has. */
  readonly bucketName: string;

  /** For example `aws`, or a reference. */
  readonly partition: string;
}

/**
 * The bucket of the states of an account's environments: what Terraform knows of what it created. A state that was replaced or deleted
 * can be restored for 90 days. The states contain no secret value, so S3's own encryption will do, and who reads
 * them needs no key.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export class StateBucket extends Construct {
  /** Its name, as the provider knows it once the bucket exists. */
  public readonly bucketName: string;

  constructor(scope: Construct, id: string, { bucketName, partition }: StateBucketProps) {
    super(scope, id);

    const { bucket } = new S3Bucket(this, 'bucket', { bucket: bucketName, lifecycle: { preventDestroy: true } });
    new S3BucketVersioningA(this, 'versioning', { bucket, versioningConfiguration: { status: 'Enabled' } });
    new S3BucketOwnershipControls(this, 'ownership', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket,
      rule: [
        {
          id: 'old-states',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: OLD_STATE_DAYS }],
          // Of locks, which are deleted when they are released.
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: JSON.stringify(policyDocument([denyWithoutTls(`arn:${partition}:s3:::${bucketName}`)])),
      // S3 refuses two changes of one bucket at a time.
      dependsOn: [publicAccessBlock],
    });
    this.bucketName = bucket;
  }
}
