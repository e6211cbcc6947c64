import { EncryptionKeys } from '../../../commands/stores/encryption-keys';
import { existingParameter, existingSecret, parameter, type SecretSource } from '../../../lib/secrets/secret-source';
import { environmentConfig } from '../../support/environment-config';
import { awsError, fakeAws } from '../../support/secrets/fake-aws';

const OWN = 'arn:aws:kms:ap-northeast-1:123456789012:key/own';
const AWS_MANAGED = 'arn:aws:kms:ap-northeast-1:123456789012:key/managed-by-aws';

const knownKeys: Readonly<Record<string, object>> = {
  'alias/shop-dev': { Arn: OWN, KeyManager: 'CUSTOMER' },
  'alias/mine': { Arn: OWN, KeyManager: 'CUSTOMER' },
  [AWS_MANAGED]: { Arn: AWS_MANAGED, KeyManager: 'AWS' },
};

function keysOf(encryptionKey: 'aws-managed' | { rotationPeriodDays: number; deletionWindowDays: number }) {
  const { clients } = fakeAws({
    DescribeKeyCommand: ({ KeyId }) => {
      const key = knownKeys[String(KeyId)];
      if (key === undefined) {
        throw awsError('AccessDeniedException');
      }
      return { KeyMetadata: key };
    },
  });
  return new EncryptionKeys(clients, {
    ...environmentConfig({ application: 'shop', encryptionKey }),
    name: 'dev',
  });
}

const withOwn = keysOf({ rotationPeriodDays: 365, deletionWindowDays: 7 });
const without = keysOf('aws-managed');

it('asks for the key of a secret in the Region of the secret', async () => {
  const theirs = { Arn: 'arn:aws:kms:us-east-1:123456789012:key/theirs', KeyManager: 'CUSTOMER', KeyState: 'Disabled' };
  const { clients } = fakeAws({
    DescribeKeyCommand: (_input, region) => ({ KeyMetadata: region === 'us-east-1' ? theirs : { Arn: OWN } }),
  });
  const keys = new EncryptionKeys(clients, { ...environmentConfig({ encryptionKey: 'aws-managed' }), name: 'dev' });
  const [here, there] = [OWN, theirs.Arn].map((keyArn) => ({ keyArn }));
  const sources = [existingParameter('/x', here), existingParameter('/x', { ...there, region: 'us-east-1' })];
  await expect(Promise.all(sources.map((source) => keys.actual(source, 'alias/mine')))).resolves.toEqual([
    'declared',
    'declared',
  ]);
  await expect(Promise.all(sources.map((source) => keys.declaredState(source)))).resolves.toEqual([
    undefined,
    'Disabled',
  ]);
});

// https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
it('knows the key of a secret of another account as far as that shows it', async () => {
  const [theirs, alias] = ['key/theirs', 'alias/known'].map((key) => `arn:aws:kms:eu-west-1:444455556666:${key}`);
  const { clients } = fakeAws({
    DescribeKeyCommand: ({ KeyId }) => {
      if (KeyId !== alias) {
        throw awsError('AccessDeniedException');
      }
      return { KeyMetadata: { Arn: theirs, KeyManager: 'CUSTOMER' } };
    },
  });
  const keys = new EncryptionKeys(clients, { ...environmentConfig({ encryptionKey: 'aws-managed' }), name: 'dev' });
  const source = existingSecret('arn:aws:secretsmanager:eu-west-1:444455556666:secret:x-AbCdEf', {
    accountId: '444455556666',
    keyArn: theirs,
  });
  const actual = [theirs, 'theirs', alias, undefined, 'another', 'alias/not-shown'].map((key) =>
    keys.actual(source, key),
  );
  await expect(Promise.all(actual)).resolves.toEqual([
    ...['declared', 'declared', 'declared'],
    // The AWS-managed one, and another one, with which no role of this account can decrypt.
    ...['other', 'other'],
    'declared',
  ]);
});

it.each<[string, EncryptionKeys, SecretSource, string | undefined, string]>([
  ['its own key', withOwn, parameter('x'), OWN, 'declared'],
  ['an alias of its own key', withOwn, parameter('x'), 'alias/mine', 'declared'],
  ['the key that AWS manages', withOwn, parameter('x'), 'alias/aws/ssm', 'aws-managed'],
  ['that key by its ARN', withOwn, parameter('x'), AWS_MANAGED, 'aws-managed'],
  ['no key that is named', withOwn, parameter('x'), undefined, 'aws-managed'],
  ['a key that these credentials may not see', withOwn, parameter('x'), `${OWN}-2`, 'other'],
  ['the key that AWS manages, as declared', without, parameter('x'), 'alias/aws/ssm', 'declared'],
  ['that key by its ARN, as declared', without, parameter('x'), AWS_MANAGED, 'declared'],
  ['another key', without, parameter('x'), OWN, 'other'],
  ['the named key of an existing one', without, existingParameter('/x', { keyArn: OWN }), OWN, 'declared'],
  ['no named key of an existing one', withOwn, existingParameter('/x'), 'alias/aws/ssm', 'declared'],
  ['a key that was not named for an existing one', withOwn, existingParameter('/x'), OWN, 'other'],
])('knows %s', async (_, keys, source, keyId, actual) => {
  await expect(keys.actual(source, keyId)).resolves.toBe(actual);
});
