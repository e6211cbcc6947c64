import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ArnLocation } from '../aws/arns';
import { accessLogsBucketPolicy } from './access-logs-bucket-policy';

export interface AccessLogsBucketProps {
  /** Its name, which no other bucket of AWS has. */
  readonly bucketName: string;

  /** Account and Region of the environment. */
  readonly location: ArnLocation;

  /** Days after which a record is deleted. */
  readonly retentionDays: number;

  /** Whether Terraform refuses to destroy the bucket, and AWS what is in it. */
  readonly deletionProtection: boolean;
}

/**
 * A bucket for the records of a load balancer, of which nobody else can write any.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export class AccessLogsBucket extends Construct {
  /** Its name, as the provider knows it once the bucket exists. */
  public readonly bucketName: string;

  /** What the load balancer needs before it can write. */
  public readonly prerequisites: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: AccessLogsBucketProps) {
    super(scope, id);
    const { bucketName, location, retentionDays, deletionProtection } = props;

    const bucket = new S3Bucket(this, 'bucket', {
      bucket: bucketName,
      forceDestroy: !deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
    });
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: bucket.bucket,
      // With a key of KMS, the load balancer may not write.
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: bucket.bucket,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: [{ days: retentionDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
    const policy = new S3BucketPolicy(this, 'policy', {
      bucket: bucket.bucket,
      policy: JSON.stringify(accessLogsBucketPolicy(location, bucketName)),
      // S3 refuses two changes of one bucket at a time.
      dependsOn: [publicAccessBlock],
    });
    this.bucketName = bucket.bucket;
    this.prerequisites = [policy];
  }
}
