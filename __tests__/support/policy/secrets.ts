import { setting, type Resources, type RuleExample } from './rule-example';

const key = '${aws_kms_key.encryption.arn}';

const awsManaged: readonly Resources[] = [
  { aws_cloudwatch_log_group: { web: {} } },
  { aws_secretsmanager_secret: { database: { kms_key_id: 'alias/aws/secretsmanager' } } },
  { aws_ssm_parameter: { password: { kms_key_id: key } } },
];

export const secretExamples: Readonly<Record<string, RuleExample>> = {
  'key-rotated': {
    passes: [
      { aws_kms_key: { secrets: { enable_key_rotation: true } } },
      { aws_kms_key: { signatures: { customer_master_key_spec: 'RSA_4096' } } },
    ],
    fails: [
      [{ aws_kms_key: { secrets: {} } }, 'is not rotated'],
      [{ aws_kms_key: { secrets: { enable_key_rotation: false } } }, 'is not rotated'],
    ],
    breaking: setting('aws_kms_key', { enable_key_rotation: false }),
  },
  'parameter-encrypted': {
    passes: [{ aws_ssm_parameter: { password: { type: 'SecureString' } } }],
    fails: [
      [{ aws_ssm_parameter: { password: { type: 'String' } } }, 'is not encrypted'],
      [{ aws_ssm_parameter: { passwords: { type: 'StringList' } } }, 'is not encrypted'],
    ],
    breaking: setting('aws_ssm_parameter', { type: 'String' }),
  },
  'customer-managed-key': {
    passes: [
      { aws_cloudwatch_log_group: { web: { kms_key_id: key } } },
      { aws_secretsmanager_secret: { database: { kms_key_id: key } } },
      { aws_ssm_parameter: { password: { key_id: key } } },
    ],
    fails: awsManaged.map((resources) => [resources, 'is encrypted with a key that AWS manages'] as const),
    breaking: setting('aws_ssm_parameter', { key_id: undefined }),
  },
};
