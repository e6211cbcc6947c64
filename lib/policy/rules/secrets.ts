import type { PolicyRule } from './policy-rule';

/** The argument by which a resource names the key that encrypts it. */
const KEY_ARGUMENTS: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'kms_key_id',
  aws_secretsmanager_secret: 'kms_key_id',
  aws_ssm_parameter: 'key_id',
};

/** Keys, and what they encrypt. */
export const secretRules: readonly PolicyRule[] = [
  {
    id: 'key-rotated',
    title: 'A key is rotated',
    sources: ['AwsSolutions-KMS5', 'CKV_AWS_7', 'AVD-AWS-0065'],
    types: ['aws_kms_key'],
    // Only symmetric keys can be: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
    check: ({
      attributes: { enable_key_rotation: isRotated, customer_master_key_spec: kind = 'SYMMETRIC_DEFAULT' },
    }) => (isRotated === true || kind !== 'SYMMETRIC_DEFAULT' ? undefined : 'is not rotated'),
  },
  {
    id: 'parameter-encrypted',
    title: 'A parameter is encrypted',
    sources: ['CKV2_AWS_34'],
    types: ['aws_ssm_parameter'],
    check: ({ attributes: { type } }) => (type === 'SecureString' ? undefined : 'is not encrypted'),
  },
  {
    id: 'customer-managed-key',
    title: 'Parameters, secrets and logs are encrypted with a key whose policy is the customer’s',
    sources: ['CKV_AWS_149', 'CKV_AWS_158', 'CKV_AWS_337', 'AVD-AWS-0017', 'AVD-AWS-0098'],
    types: ['aws_cloudwatch_log_group', 'aws_secretsmanager_secret', 'aws_ssm_parameter'],
    check: ({ type, attributes }) => {
      const key = attributes[KEY_ARGUMENTS[type] ?? ''];
      return typeof key === 'string' && key !== '' && !key.includes('alias/aws/')
        ? undefined
        : 'is encrypted with a key that AWS manages';
    },
  },
];
