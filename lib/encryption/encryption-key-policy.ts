import { arn, globalArn, type ArnLocation } from '../aws/arns';
import { regionalServiceName } from '../aws/regions';
import { policyDocument, type PolicyDocument } from '../aws/policy-document';

/**
 * Leaves it to the IAM policies of the account who may use the key, and lets CloudWatch Logs encrypt the environment's log groups.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function encryptionKeyPolicy(location: ArnLocation, logGroupNames: readonly string[]): PolicyDocument {
  return policyDocument([
    {
      Sid: 'DelegateToIam',
      Effect: 'Allow',
      Principal: { AWS: globalArn(location, 'iam', 'root') },
      Action: ['kms:*'],
      Resource: ['*'],
    },
    {
      Sid: 'EncryptLogs',
      Effect: 'Allow',
      Principal: { Service: regionalServiceName(location, 'logs') },
      Action: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: ['*'],
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': logGroupNames.map((name) => arn(location, 'logs', `log-group:${name}`)),
        },
      },
    },
  ]);
}
