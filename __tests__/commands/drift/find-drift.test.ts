import { findDrift } from '../../../commands/drift/find-drift';
import { driftedSession, KEY, large, mode, parameters, stored, token } from '../../support/drifted-session';
import { awsError, type Answers } from '../../support/secrets/fake-aws';

const drift = (changed?: Answers) => findDrift(driftedSession(changed));
const found = async (changed: Answers) => (await drift(changed)).map((one) => `${one.resource} ${one.found}`);

test('finds nothing in an environment that is as it was deployed', async () => {
  expect(await drift()).toEqual([]);
});

test('finds nothing where nothing was deployed yet', async () => {
  expect(
    await drift({
      ...parameters(),
      ListSecretsCommand: () => ({ SecretList: [] }),
      DescribeSecretCommand: () => {
        throw awsError('ResourceNotFoundException');
      },
      DescribeKeyCommand: () => {
        throw awsError('NotFoundException');
      },
      ListServicesCommand: () => {
        throw awsError('ClusterNotFoundException');
      },
    }),
  ).toEqual([]);
});

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterMetadata.html
test.each<[string, object, string]>([
  ['description', { ...token, Description: 'by hand' }, 'has the description "by hand"'],
  ['tier', { ...token, Tier: 'Advanced' }, 'has the tier Advanced'],
  ['key', { ...token, KeyId: `${KEY}2` }, `is encrypted with ${KEY}2`],
  ['pattern', { ...token, AllowedPattern: '^x' }, 'allows only values like "^x"'],
  ['data type', { ...token, DataType: 'aws:ec2:image' }, 'has the data type aws:ec2:image'],
  ['policies', { ...token, Policies: [{ PolicyType: 'Expiration' }] }, 'has policies, which may delete it: Expiration'],
])('finds another %s of a parameter', async (_what, changed, what) => {
  expect(await found(parameters(changed, large, mode))).toEqual([`parameter /shop/dev/token ${what}`]);
});

test('finds a parameter that is not declared, and says who reads it at run time', async () => {
  const undeclared = ['settings/debug', 'settings-old'].map((name) => ({ ...stored, Name: `/shop/dev/${name}` }));
  expect(await found(parameters(token, large, mode, ...undeclared))).toEqual([
    'parameter /shop/dev/settings/debug exists, and is read at run time by web',
    'parameter /shop/dev/settings-old exists',
  ]);
});

// What aws_secretsmanager_secret leaves alone unless it is configured: policy and replica; rotation is a resource of its own.
test.each<[string, Answers, string]>([
  [
    'a resource policy',
    { GetResourcePolicyCommand: () => ({ ResourcePolicy: '{}' }) },
    'has a resource policy of its own',
  ],
  [
    'a rotation',
    { DescribeSecretCommand: () => ({ RotationEnabled: true, RotationLambdaARN: 'arn:by-hand' }) },
    'is rotated by arn:by-hand',
  ],
  [
    'a replica',
    { DescribeSecretCommand: () => ({ ReplicationStatus: [{ Region: 'us-east-1' }] }) },
    'is replicated to us-east-1',
  ],
])('finds %s of a secret', async (_what, changed, what) => {
  expect(await found(changed)).toEqual([`secret shop/dev/database ${what}`]);
});

test('finds a secret that is not declared, and looks at none that is being deleted', async () => {
  const names = ['shop/dev/database', 'shop/dev/by-hand', 'Shop/Dev/other-case'];
  expect(
    await found({
      ListSecretsCommand: () => ({ SecretList: names.map((Name) => ({ Name })) }),
      DescribeSecretCommand: () => ({ DeletedDate: new Date(0), RotationEnabled: true }),
    }),
  ).toEqual(['secret shop/dev/by-hand exists']);
});

test('finds nothing in a parameter or secret that is declared no longer, and retained', async () => {
  const kept = {
    ...parameters(token, large, mode, { ...stored, Name: '/shop/dev/kept/one' }),
    ListSecretsCommand: () => ({ SecretList: [{ Name: 'shop/dev/kept/one' }] }),
  };
  const drifts = async (...retains: string[]) =>
    (await findDrift(driftedSession(kept, retains))).map(({ resource }) => resource);
  expect(await drifts('parameter kept/one', 'secret kept/one', 'log group kept')).toEqual([]);
  expect(await drifts('parameter kept/one')).toEqual(['secret shop/dev/kept/one']);
  expect(await drifts('secret kept/one')).toEqual(['parameter /shop/dev/kept/one']);
});

test('finds grants of the key', async () => {
  const grant = { GrantId: '1', GranteePrincipal: 'arn:by-hand', Operations: ['Decrypt'] };
  expect(await drift({ ListGrantsCommand: () => ({ Grants: [grant] }) })).toEqual([
    {
      resource: `key ${KEY}`,
      found: 'has a grant for arn:by-hand: Decrypt',
      declared: 'no grants',
      remedy: `Revoke it: aws kms revoke-grant --key-id ${KEY} --grant-id 1 --region ap-northeast-1`,
    },
  ]);
});

test('finds services and schedules that are not declared', async () => {
  expect(
    await found({
      ListServicesCommand: () => ({
        serviceArns: ['arn:x:service/shop-dev/shop-dev-web', 'arn:x:service/shop-dev/by-hand'],
      }),
      ListSchedulesCommand: () => ({ Schedules: [{ Name: 'shop-dev-by-hand' }] }),
    }),
  ).toEqual(['service by-hand runs in the cluster shop-dev', 'schedule shop-dev-by-hand is in the group shop-dev']);
});

test('fails if something may not be looked at, instead of finding nothing', async () => {
  const denied = () => {
    throw awsError('AccessDeniedException');
  };
  await expect(drift({ ListGrantsCommand: denied })).rejects.toThrow('The credentials need kms:ListGrants');
});
