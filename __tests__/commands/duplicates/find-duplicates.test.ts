import { findDuplicates } from '../../../commands/duplicates/find-duplicates';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { environmentConfig } from '../../support/environment-config';
import { awsError, fakeSession, type Answers } from '../../support/secrets/fake-aws';

const base = environmentConfig({
  application: 'shop',
  encryptionKey: { rotationPeriodDays: 365, deletionWindowDays: 7 },
});

const TAGS = { application: 'shop', environment: 'dev', 'managed-by': 'cdktf' };
const tags = (Name: string) => Object.entries({ ...TAGS, Name }).map(([Key, Value]) => ({ Key, Value }));
const keyTags = Object.entries(TAGS).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

const vpc = (VpcId: string) => ({ VpcId, Tags: tags('shop-dev') });
const gateway = (InternetGatewayId: string, VpcId?: string) => ({
  ...{ InternetGatewayId, Tags: tags('shop-dev'), Attachments: VpcId === undefined ? [] : [{ VpcId }] },
});
const address = (AllocationId: string, zone: string, NetworkInterfaceId?: string) => ({
  ...{ AllocationId, NetworkInterfaceId, AssociationId: NetworkInterfaceId && 'eipassoc-1', Tags: tags(zone) },
});

/** An environment as it was deployed. */
const DEPLOYED: Answers = {
  DescribeVpcsCommand: () => ({ Vpcs: [vpc('vpc-1')] }),
  // Only the first VPC has any.
  DescribeSubnetsCommand: ({ Filters }) => ({ Subnets: JSON.stringify(Filters).includes('vpc-1') ? [{}, {}] : [] }),
  DescribeInternetGatewaysCommand: () => ({ InternetGateways: [gateway('igw-1', 'vpc-1')] }),
  DescribeAddressesCommand: () => ({
    Addresses: [address('eipalloc-1', 'nat-a', 'eni-1'), address('eipalloc-2', 'nat-c', 'eni-2')],
  }),
  ListAliasesCommand: () => ({ Aliases: [{ AliasName: 'alias/shop-dev', TargetKeyId: 'key-1' }] }),
  ListKeysCommand: () => ({ Keys: [{ KeyId: 'key-1' }] }),
  ListResourceTagsCommand: () => ({ Tags: keyTags }),
  DescribeKeyCommand: () => ({ KeyMetadata: { KeyManager: 'CUSTOMER', KeyState: 'Enabled' } }),
};

const find = async (changed: Answers = {}, config: EnvironmentConfig = base) => {
  const { session, calls } = fakeSession({ ...config, name: 'dev' }, { ...DEPLOYED, ...changed });
  return { duplicates: await findDuplicates(session), calls };
};
const WHY = 'AWS creates it twice if a reply is lost, or a deployment is killed.';
const ofRegion = '--region ap-northeast-1';

test('finds nothing where everything is there once, also addresses of two zones', async () => {
  expect((await find()).duplicates).toEqual([]);
});

// A repeated request creates another one: CreateVpc, CreateInternetGateway, AllocateAddress and CreateKey take no client token.
// https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
test.each<[string, Answers, string, string]>([
  [
    'VPC vpc-2',
    { DescribeVpcsCommand: () => ({ Vpcs: [vpc('vpc-2'), vpc('vpc-1')] }) },
    'vpc-1 (which has 2 subnets)',
    `aws ec2 delete-vpc --vpc-id vpc-2 ${ofRegion}`,
  ],
  [
    'internet gateway igw-2',
    { DescribeInternetGatewaysCommand: () => ({ InternetGateways: [gateway('igw-1', 'vpc-1'), gateway('igw-2')] }) },
    'igw-1 (which is attached to vpc-1)',
    `aws ec2 delete-internet-gateway --internet-gateway-id igw-2 ${ofRegion}`,
  ],
  [
    'Elastic IP address eipalloc-3',
    {
      DescribeAddressesCommand: () => ({
        Addresses: [
          ...[address('eipalloc-1', 'nat-a', 'eni-1'), address('eipalloc-2', 'nat-c', 'eni-2')],
          address('eipalloc-3', 'nat-c'),
        ],
      }),
    },
    'eipalloc-2 (which belongs to eni-2)',
    `aws ec2 release-address --allocation-id eipalloc-3 ${ofRegion}`,
  ],
  [
    'key key-2',
    { ListKeysCommand: () => ({ Keys: [{ KeyId: 'key-1' }, { KeyId: 'key-2' }] }) },
    'key-1 (which is that of alias/shop-dev)',
    `aws kms schedule-key-deletion --key-id key-2 --pending-window-in-days 30 ${ofRegion} (it can be cancelled for 30 days)`,
  ],
])('finds the %s that nothing uses beside the one in use', async (resource, changed, other, removal) => {
  const { duplicates } = await find(changed);
  expect(duplicates).toEqual([
    {
      resource,
      found: `has the tags of ${other}, too, and nothing uses it`,
      declared: expect.stringMatching(/^one [\w ]+ with these tags$/) as unknown,
      remedy: `${WHY} If nothing needs it: ${removal}`,
    },
  ]);
});

test.each([
  ['both are used', (id: string) => gateway(id, `vpc-of-${id}`)],
  ['none is used', (id: string) => gateway(id)],
])('says of none that it may be removed if %s, and who knows which one is which', async (_when, one) => {
  const { duplicates } = await find({
    DescribeInternetGatewaysCommand: () => ({ InternetGateways: [one('igw-1'), one('igw-2')] }),
  });
  expect(duplicates.map(({ resource }) => resource)).toEqual(['internet gateway igw-1', 'internet gateway igw-2']);
  for (const { remedy } of duplicates) {
    expect(remedy).toBe(`${WHY} See which one is not in the state, and how to remove it: npm run recover -- dev`);
  }
});

test('asks only for what has the exact tags of the environment', async () => {
  const { calls } = await find();
  const Filters = Object.entries(TAGS).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
  for (const command of ['DescribeVpcsCommand', 'DescribeInternetGatewaysCommand', 'DescribeAddressesCommand']) {
    expect(calls.find((call) => call.command === command)?.input).toMatchObject({ Filters });
  }
});

// https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
test.each<[string, Answers]>([
  ['a key of another environment', { ListResourceTagsCommand: () => ({ Tags: keyTags.slice(1) }) }],
  [
    'a key that is pending deletion',
    { DescribeKeyCommand: () => ({ KeyMetadata: { KeyManager: 'CUSTOMER', KeyState: 'PendingDeletion' } }) },
  ],
  [
    'a key to which another alias leads',
    {
      ListAliasesCommand: () => ({
        Aliases: [
          { AliasName: 'alias/shop-dev', TargetKeyId: 'key-1' },
          { AliasName: 'alias/kept', TargetKeyId: 'key-2' },
        ],
      }),
    },
  ],
  [
    'a key that these credentials may not look at',
    {
      ListResourceTagsCommand: ({ KeyId }) => {
        if (KeyId === 'key-2') {
          throw awsError('AccessDeniedException');
        }
        return { Tags: keyTags };
      },
    },
  ],
])('takes %s for no duplicate', async (_what, changed) => {
  const { duplicates } = await find({
    ListKeysCommand: () => ({ Keys: [{ KeyId: 'key-1' }, { KeyId: 'key-2' }] }),
    ...changed,
  });
  expect(duplicates).toEqual([]);
});

test('fails where the tags of its own key may not be looked at, instead of finding nothing', async () => {
  const denied = () => {
    throw awsError('AccessDeniedException');
  };
  await expect(find({ ListResourceTagsCommand: denied })).rejects.toThrow('The credentials need kms:ListResourceTags');
});

test('looks neither at the network in an existing VPC, which has another owner, nor for a key if there is none', async () => {
  const { egress } = base.network;
  const existingVpc = { vpcId: 'vpc-0123456789abcdef0', publicSubnetIds: ['subnet-01234567', 'subnet-01234568'] };
  const network = { existingVpc, ingress: [], egress };
  const { calls } = await find({}, { ...base, encryptionKey: 'aws-managed', network });
  expect(calls).toEqual([]);
});
