import { remarkDuplicates } from '../../../commands/recover/find-by-tags';
import { findUnknown, SEARCHED_TYPES } from '../../../commands/recover/find-unknown';
import { recoverClients } from '../../../commands/recover/recover-clients';
import { Search, type DeclaredResource } from '../../../commands/recover/search';
import { environments } from '../../../environments';
import { examples } from '../../../examples';
import { operatorCommands } from '../../../lib/naming/operator-commands';
import { accountConfig, environmentConfig } from '../../support/environment-config';
import { awsError, fakeAws } from '../../support/secrets/fake-aws';
import { billing, shop } from '../../support/shared-load-balancer';
import { synthesize, synthesizeAccounts } from '../../support/synthesized-stack';

test('every type of resource that a stack creates is searched for', () => {
  const account = accountConfig({ repositories: ['shop'], github: { repositories: [{ name: 'ORG/REPO' }] } });
  const stacks = [
    ...[environments, ...Object.values(examples).map((dev) => ({ dev }))].flatMap((set) => synthesize(set)),
    ...synthesizeAccounts({
      accounts: { account },
      environments: { dev: environmentConfig({ account: 'account', accountId: undefined }) },
    }),
  ];
  const types = stacks.flatMap((stack) => stack.resources().map(({ type }) => type));
  const created = types.filter((type) => !type.startsWith('data.'));
  expect(created).toEqual(expect.arrayContaining(['aws_vpc', 'aws_ecr_repository', 'aws_iam_openid_connect_provider']));
  expect(created.filter((type) => !SEARCHED_TYPES.includes(type))).toEqual([]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
test('the policies and the identity provider of an account are known by their ARNs', async () => {
  const arn = (resource: string) => `arn:aws-cn:iam::123456789012:${resource}`;
  const existing = [arn('oidc-provider/token.example'), arn('policy/delivery/boundary'), arn('policy/plain')];
  const answer = (found: unknown) => {
    if (!existing.includes(String(found))) {
      throw awsError('NoSuchEntityException');
    }
    return {};
  };
  const { clients } = fakeAws({
    GetCallerIdentityCommand: () => ({ Account: '123456789012', Arn: arn('user/ada') }),
    GetOpenIDConnectProviderCommand: ({ OpenIDConnectProviderArn }) => answer(OpenIDConnectProviderArn),
    GetPolicyCommand: ({ PolicyArn }) => answer(PolicyArn),
  });
  const declarations = [
    ['aws_iam_policy', { name: 'boundary', path: '/delivery/' }],
    ['aws_iam_policy', { name: 'plain' }],
    ['aws_iam_policy', { name: 'boundary' }],
    ['aws_iam_openid_connect_provider', { url: 'https://token.example' }],
    ['aws_iam_openid_connect_provider', { url: 'https://other.example' }],
  ] as const;
  const resources = declarations.map(([type, attributes], index): DeclaredResource => ({
    address: `${type}.r${index}`,
    type,
    attributes,
  }));
  const declared = new Map(resources.map((resource) => [resource.address, resource]));
  const every = { ...recoverClients({ region: 'cn-north-1' }), ...clients };
  const unknown = await findUnknown(resources, new Search(every, {}, declared, new Map()));
  expect(unknown.map(({ address, importId }) => [address, importId])).toEqual([
    ['aws_iam_openid_connect_provider.r3', existing[0]],
    ['aws_iam_policy.r0', existing[1]],
    ['aws_iam_policy.r1', existing[2]],
  ]);
});

test('routes on the load balancer of another environment are found, and what they refer to is not imported', async () => {
  const [, sharer] = synthesize({ shop, billing });
  const all = (sharer?.resources() ?? []).map(({ address, type, attributes }) => ({ address, type, attributes }));
  const resources = all.filter(({ type }) =>
    /^data\.|^aws_security_group$|_security_group_\w+_rule$|listener_rule$/.test(type),
  );
  const rule = (IsEgress: boolean, SecurityGroupRuleId: string, GroupId: string) => ({
    ...{ IsEgress, SecurityGroupRuleId, IpProtocol: 'tcp', FromPort: 3000, ToPort: 3000 },
    ReferencedGroupInfo: { GroupId },
  });
  const { clients, answering } = fakeAws({
    DescribeSecurityGroupsCommand: ({ Filters }) => {
      const isBalancer = JSON.stringify(Filters).includes('growth-shop-load-balancer');
      return { SecurityGroups: [{ GroupId: isBalancer ? 'sg-balancer' : 'sg-tasks' }] };
    },
    DescribeSecurityGroupRulesCommand: ({ Filters }) => ({
      SecurityGroupRules: JSON.stringify(Filters).includes('sg-balancer')
        ? [rule(true, 'sgr-out', 'sg-tasks')]
        : [rule(false, 'sgr-in', 'sg-balancer')],
    }),
    DescribeLoadBalancersCommand: ({ Names }) => ({
      LoadBalancers: String(Names) === 'growth-shop' ? [{ LoadBalancerArn: 'arn:balancer' }] : [],
    }),
    DescribeListenersCommand: () => ({ Listeners: [{ Port: 443, ListenerArn: 'arn:https' }] }),
    DescribeRulesCommand: ({ ListenerArn }) => ({
      Rules: [{ Priority: '200', RuleArn: `${String(ListenerArn)}/200` }],
    }),
  });
  const declared = new Map(all.map((resource) => [resource.address, resource]));
  const real = recoverClients({ region: 'ap-northeast-1' });
  const every = { ...real, ...clients, elbv2: answering(real.elbv2) };
  const unknown = await findUnknown(resources, new Search(every, {}, declared, new Map()));
  expect(unknown.map(({ importId }) => importId)).toEqual(['sg-tasks', 'sgr-in', 'sgr-out', 'arn:https/200']);
});

describe('of several that have the tags of the environment', () => {
  const tags = { application: 'shop', environment: 'dev' };
  const key = { address: 'aws_kms_key.key', type: 'aws_kms_key', attributes: {} };
  const alias = {
    address: 'aws_kms_alias.alias',
    type: 'aws_kms_alias',
    attributes: { name: 'alias/shop-dev', target_key_id: '${aws_kms_key.key.key_id}' },
  };
  const searching = (
    TargetKeyId: string | undefined,
    known: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
  ) => {
    const { clients } = fakeAws({
      ListAliasesCommand: () => ({ Aliases: [{ AliasName: 'alias/shop-dev', TargetKeyId }] }),
      ListKeysCommand: () => ({ Keys: [{ KeyId: 'key-1' }, { KeyId: 'key-2' }] }),
      ListResourceTagsCommand: () => ({
        Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      }),
      DescribeKeyCommand: () => ({ KeyMetadata: { KeyManager: 'CUSTOMER', KeyState: 'Enabled' } }),
    });
    const declared = new Map([key, alias].map((resource) => [resource.address, resource]));
    const every = { ...recoverClients({ region: 'ap-northeast-1' }), ...clients };
    return new Search(every, tags, declared, new Map(Object.entries(known)));
  };
  const operators = operatorCommands({ application: 'shop', name: 'dev', region: 'eu-west-1' });

  test('the one that is used is imported, and the other is named', async () => {
    const search = searching('key-2');
    const unknown = await findUnknown([key], search);
    expect(unknown).toEqual([{ address: key.address, importId: 'key-2', attributes: { key_id: 'key-2' } }]);
    expect(await remarkDuplicates([key], search, operators)).toEqual([
      "key key-1 has the tags of the environment and is not in its state; nothing uses it. The environment's own is key-2, which is that of " +
        'alias/shop-dev. If nothing needs key-1: aws kms schedule-key-deletion --key-id key-1 --pending-window-in-days 30 ' +
        '--region eu-west-1 (it can be cancelled for 30 days)',
    ]);
  });

  test('none is imported over the one that the state contains', async () => {
    const search = searching(undefined, { [key.address]: { id: 'key-1', key_id: 'key-1' } });
    expect(await findUnknown([key], search)).toEqual([]);
    expect(await remarkDuplicates([key], search, operators)).toEqual([
      expect.stringContaining('key key-2 has the tags of the environment and is not in its state'),
    ]);
  });

  test('none is imported if nothing tells which is the right one', async () => {
    await expect(findUnknown([key], searching(undefined))).rejects.toThrow(
      'Several have the tags of aws_kms_key.key: key-1 (nothing uses it), key-2 (nothing uses it).',
    );
  });
});

test.each([
  ['that of the VPC', [{ InternetGatewayId: 'igw-1' }], 'igw-1'],
  ['or one that was created, and not attached any more', [], 'igw-2'],
])('an internet gateway is %s', async (_which, attached, importId) => {
  const Tags = [{ Key: 'Name', Value: 'shop-dev' }];
  const { clients } = fakeAws({
    DescribeInternetGatewaysCommand: ({ Filters }) => ({
      InternetGateways: JSON.stringify(Filters).includes('attachment')
        ? attached
        : [
            { InternetGatewayId: 'igw-2', Tags, Attachments: [] },
            { InternetGatewayId: 'igw-of-another-vpc', Tags, Attachments: [{ VpcId: 'vpc-2' }] },
          ],
    }),
  });
  const gateway: DeclaredResource = {
    address: 'aws_internet_gateway.gateway',
    type: 'aws_internet_gateway',
    attributes: { vpc_id: 'vpc-1', tags: { Name: 'shop-dev' } },
  };
  const every = { ...recoverClients({ region: 'ap-northeast-1' }), ...clients };
  const unknown = await findUnknown([gateway], new Search(every, {}, new Map([[gateway.address, gateway]]), new Map()));
  expect(unknown).toEqual([{ address: gateway.address, importId }]);
});
