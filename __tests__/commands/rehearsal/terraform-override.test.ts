import { renderOverride } from '../../../commands/rehearsal/terraform-override';

const stack = {
  name: 'dev',
  path: 'stacks/dev/cdk.tf.json',
  region: 'ap-northeast-1',
  accountId: undefined,
  providerAliases: [undefined],
};
const aws = {
  endpoint: 'http://127.0.0.1:4321',
  credentials: { accessKeyId: 'of-this-run', secretAccessKey: 'not-checked' },
};

test('the state is kept in the given file, and nothing but the provider is overridden besides', () => {
  expect(renderOverride(stack, aws, '/rehearsal/dev.tfstate')).toEqual({
    terraform: { backend: { local: { path: '/rehearsal/dev.tfstate' } } },
    provider: { aws: [expect.anything()] },
  });
});

test('all that is requested goes to the embedded AWS', () => {
  const [provider] = renderOverride(stack, aws, 'state').provider.aws;
  const [endpoints = {}] = provider?.endpoints ?? [];
  expect(new Set(Object.values(endpoints))).toEqual(new Set([aws.endpoint]));
});

test('the credentials are those of the embedded AWS, and no profile is read', () => {
  const [provider] = renderOverride(stack, aws, 'state').provider.aws;
  expect(provider).toMatchObject({
    access_key: 'of-this-run',
    secret_key: 'not-checked',
    profile: '',
    shared_config_files: [],
    shared_credentials_files: [],
    skip_metadata_api_check: 'true',
  });
});

test('what the stack says besides stays: its Region, default tags and allowed account', () => {
  const [provider] = renderOverride(stack, aws, 'state').provider.aws;
  expect(Object.keys(provider ?? {})).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(region|default_tags|allowed_account_ids)$/)]),
  );
});

test('a provider with an alias gets an override of its own', () => {
  const { aws: providers } = renderOverride(
    { ...stack, providerAliases: [undefined, 'virginia'] },
    aws,
    'state',
  ).provider;
  expect(providers.map((provider) => ('alias' in provider ? provider.alias : undefined))).toEqual([
    undefined,
    'virginia',
  ]);
});
