import { findUnknown, SEARCHED_TYPES } from '../../../commands/recover/find-unknown';
import { recoverClients } from '../../../commands/recover/recover-clients';
import { Search, type DeclaredResource } from '../../../commands/recover/search';
import { environments } from '../../../environments';
import { examples } from '../../../examples';
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
