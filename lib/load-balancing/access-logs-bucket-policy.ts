import type { ArnLocation } from '../aws/arns';
import { policyDocument, type PolicyDocument } from '../aws/policy-document';

/**
 * Lets Elastic Load Balancing write the records of this account, and nobody come without TLS.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html#attach-bucket-policy
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function accessLogsBucketPolicy({ partition, accountId }: ArnLocation, bucketName: string): PolicyDocument {
  const bucketArn = `arn:${partition}:s3:::${bucketName}`;
  return policyDocument([
    {
      Sid: 'WriteAccessLogs',
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: ['s3:PutObject'],
      Resource: [`${bucketArn}/AWSLogs/${accountId}/*`],
    },
    {
      Sid: 'DenyWithoutTls',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*'],
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
}
