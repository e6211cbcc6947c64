import { renderOverride } from '../../../commands/rehearsal/terraform-override';

const stack = {
  name: 'dev',
  path: 'stacks/dev/cdk.tf.json',
  region: 'ap-northeast-1',
  accountId: undefined,
  providerAliases: [undefined],
};
const endpoint = 'http://127.0.0.1:4321';

test('the state is kept in the given file, and nothing but the provider is overridden besides', () => {
  expect(renderOverride(stack, endpoint, '/rehearsal/dev.tfstate')).toEqual({
    terraform: { backend: { local: { path: '/rehearsal/dev.tfstate' } } },
    provider: { aws: [expect.anything()] },
  });
});

test('all that is requested goes to the embedded AWS', () => {
  const [provider] = renderOverride(stack, endpoint, 'state').provider.aws;
  const [endpoints = {}] = provider?.endpoints ?? [];
  expect(new Set(Object.values(endpoints))).toEqual(new Set([endpoint]));
});

test('the credentials are of no account, and no profile is read', () => {
  const [provider] = renderOverride(stack, endpoint, 'state').provider.aws;
  expect(provider).toMatchObject({
    access_key: 'rehearsal',
    secret_key: 'rehearsal',
    profile: '',
    shared_config_files: [],
    shared_credentials_files: [],
    skip_metadata_api_check: 'true',
  });
});

test('what the stack says besides stays: its Region, default tags and allowed account', () => {
  const [provider] = renderOverride(stack, endpoint, 'state').provider.aws;
  expect(Object.keys(provider ?? {})).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(region|default_tags|allowed_account_ids)$/)]),
  );
});

test('a provider with an alias gets an override of its own', () => {
  const { aws } = renderOverride({ ...stack, providerAliases: [undefined, 'virginia'] }, endpoint, 'state').provider;
  expect(aws.map((provider) => ('alias' in provider ? provider.alias : undefined))).toEqual([undefined, 'virginia']);
});
