import { findUnknown, SEARCHED_TYPES } from '../../../commands/recover/find-unknown';
import { recoverClients } from '../../../commands/recover/recover-clients';
import { Search, type DeclaredResource } from '../../../commands/recover/search';
import { environments } from '../../../environments';
import { examples } from '../../../examples';
import { accountConfig, environmentConfig } from '../../support/environment-config';
import { awsError, fakeAws } from '../../support/secrets/fake-aws';
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
