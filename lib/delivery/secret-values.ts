import type { PolicyStatement } from '../aws/policy-document';
import { SECRET_READS } from '../aws/secret-reads';
import { deny } from './statements';

/**
 * Refuses every value of every secret to a role, whatever else allows it: a policy that somebody attaches, the policy of a secret, or that
 * of the key `aws/ssm`, with which everybody in the account may decrypt.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
export function denySecretValues(): PolicyStatement {
  return deny('DenySecretValues', ['kms:Decrypt', 'kms:ReEncryptFrom', ...SECRET_READS], ['*']);
}
