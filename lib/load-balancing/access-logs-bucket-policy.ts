import type { ArnLocation } from '../aws/arns';
import { policyDocument, type PolicyDocument } from '../aws/policy-document';
import { denyWithoutTls } from '../aws/tls-only';

/**
 * Lets Elastic Load Balancing write the records of this account, and nobody come without TLS.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html#attach-bucket-policy
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
    denyWithoutTls(bucketArn),
  ]);
}
