import type { PolicyStatement } from './policy-document';

/**
 * Refuses requests to a bucket that do not come by TLS.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function denyWithoutTls(bucketArn: string): PolicyStatement {
  return withoutTls(['s3:*'], [bucketArn, `${bucketArn}/*`]);
}

/**
 * Refuses what is published to a topic without TLS.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit
 */
export function denyPublishingWithoutTls(topicArn: string): PolicyStatement {
  return withoutTls(['sns:Publish'], [topicArn]);
}

function withoutTls(Action: readonly string[], Resource: readonly string[]): PolicyStatement {
  return {
    Sid: 'DenyWithoutTls',
    Effect: 'Deny',
    Principal: '*',
    Action,
    Resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
