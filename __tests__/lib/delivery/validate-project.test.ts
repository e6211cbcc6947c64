import type { AccountConfig } from '../../../lib/delivery/account-config';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { validateProject } from '../../../lib/delivery/validate-project';
import { ConfigurationError } from '../../../lib/environment/validate-environments';
import { unchecked } from '../../support/configuration-problems';
import { accountConfig, environmentConfig, serviceDefinition } from '../../support/environment-config';

const accountId = '111111111111';
const account = accountConfig({ accountId });
const member = (overrides: Partial<EnvironmentConfig> = {}) =>
  environmentConfig({ account: 'account', accountId, ...overrides });

function problemsOf(accounts: Record<string, AccountConfig>, environments: Record<string, EnvironmentConfig>) {
  try {
    validateProject({ accounts, environments });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.problems;
    }
    throw error;
  }
}

test('an account, its environments and those of no account are accepted', () => {
  const s3 = { type: 's3', bucket: account.stateBucket } as const;
  const environments = {
    dev: member(),
    stg: member({ stateBackend: s3 }),
    prod: member({ stateBackend: { ...s3, region: account.region } }),
    other: environmentConfig({ stateBackend: { type: 's3', bucket: 'another-bucket' } }),
  };
  expect(problemsOf({ account }, environments)).toEqual([]);
  expect(problemsOf({}, { dev: environmentConfig() })).toEqual([]);
});

test('the problems of accounts and environments are reported together', () => {
  const accounts = { Account: accountConfig({ accountId: 'any', region: 'tokyo' }) };
  expect(problemsOf(accounts, { dev: member({ region: 'tokyo' }) })).toEqual([
    'environments.dev.region: "tokyo" is not a Region of AWS',
    'accounts.Account: "Account" must be 1 to 16 lower-case letters, digits and "-", starting with a letter',
    'accounts.Account.accountId: "any" must be the 12 digits of an AWS account id',
    'accounts.Account.region: "tokyo" is not a Region of AWS',
  ]);
});

test.each([
  [null, 'accounts: must be an object, got null'],
  [{ account: undefined }, 'accounts.account: is missing'],
  [{ account: { ...account, bucket: 'x' } }, 'accounts.account.bucket: unknown field'],
  [{ account: { ...account, stateBucket: 'a.b' } }, /^accounts\.account\.stateBucket: "a\.b" must be 3 to 63 /],
])('accounts that are %j are refused', (accounts, problem) => {
  expect(problemsOf(unchecked(accounts), { dev: environmentConfig() })).toEqual([
    typeof problem === 'string' ? problem : expect.stringMatching(problem),
  ]);
});

test('an account is not named like an environment, because both name stacks', () => {
  expect(problemsOf({ dev: account }, { dev: environmentConfig() })).toEqual([
    'accounts.dev: "dev" is also the name of an environment: rename one of them',
  ]);
});

test('two accounts have neither the same id nor the same bucket', () => {
  const accounts = {
    account,
    other: accountConfig({ accountId }),
    third: accountConfig({ stateBucket: 'third-states' }),
  };
  expect(problemsOf(accounts, { dev: environmentConfig() })).toEqual([
    'accounts.account.accountId: "111111111111" is also that of "other"',
    `accounts.account.stateBucket: "${account.stateBucket}" is also that of "other"`,
    'accounts.other.accountId: "111111111111" is also that of "account"',
    `accounts.other.stateBucket: "${account.stateBucket}" is also that of "account"`,
  ]);
});

test.each<[string, Partial<EnvironmentConfig>, string]>([
  [
    'an account that is not declared',
    { account: 'acount' },
    'account: "acount" is not one of the accounts; did you mean "account"?',
  ],
  [
    'another id',
    { accountId: '222222222222' },
    'accountId: "222222222222" must be "111111111111", as the account "account" says',
  ],
  ['any account', { accountId: 'any' }, 'accountId: "any" must be "111111111111", as the account "account" says'],
  ['no id', { accountId: undefined }, 'accountId: must be "111111111111", as the account "account" says'],
  [
    'another bucket',
    { stateBackend: { type: 's3', bucket: 'other-states' } },
    'stateBackend.bucket: "other-states" must be "example-com-terraform-state", as the account "account" says',
  ],
  [
    'another Region of the bucket',
    { stateBackend: { type: 's3', bucket: account.stateBucket, region: 'eu-west-1' } },
    'stateBackend.region: "eu-west-1" must be "ap-northeast-1", as the account "account" says',
  ],
])('an environment with %s than its account is refused', (_what, overrides, problem) => {
  expect(problemsOf({ account }, { dev: member(overrides) })).toEqual([`environments.dev.${problem}`]);
});

test('an environment has no id where its account has none', () => {
  expect(problemsOf({ account: accountConfig() }, { dev: member() })).toEqual([
    'environments.dev.accountId: "111111111111" must be left out, as the account "account" says',
  ]);
});

describe('the image repositories of an account', () => {
  const withRepositories = (repositories: readonly string[]) =>
    problemsOf({ account: accountConfig({ repositories }) }, { dev: environmentConfig() });

  // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
  test.each(['ab', 'a'.repeat(256), 'shop/api', 'shop/team.a/api_v-1'])('may be called %s', (name) => {
    expect(withRepositories([name])).toEqual([]);
  });

  test.each(['a', 'a'.repeat(257), 'Shop', 'shop/', '/shop', 'a//b', 'a--b', 'a:1', 'shop*'])(
    'may not be called %s',
    (name) => {
      expect(withRepositories([name])).toEqual([
        expect.stringContaining('must name an ECR repository: 2 to 256 lower-case letters and digits'),
      ]);
    },
  );

  test('are each declared once', () => {
    expect(withRepositories(['shop', 'store', 'shop'])).toEqual([
      'accounts.account.repositories[2]: "shop" is there twice',
    ]);
    expect(withRepositories(['constructor'])).toEqual([
      'accounts.account.repositories[0]: "constructor" cannot be a name: JavaScript reserves it',
    ]);
  });
});

describe('an account with roles for workflows', () => {
  const github = { repositories: [{ name: 'ORG/REPO' }] };
  const withGitHub = (environments: Record<string, EnvironmentConfig>, overrides: Partial<AccountConfig> = {}) =>
    problemsOf({ account: { ...account, github, ...overrides } }, environments);

  test('has environments of which none is named like the beginning of another', () => {
    expect(withGitHub({ dev: member(), dev2: member() })).toEqual([]);
    expect(withGitHub({ dev: member(), 'dev-2': member() })).toEqual([
      'accounts.account.github: the role that deploys "dev" may change what is named "ecs_parameter_store-dev-…", and so what ' +
        'belongs to "dev-2": rename one of the environments, or give each an account of its own',
    ]);
    // Without roles nobody is limited to one of them.
    expect(withGitHub({ dev: member(), 'dev-2': member() }, { github: undefined })).toEqual([]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  test('has roles with names of up to 64 characters', () => {
    const application = 'a'.repeat(32);
    const named = (name: string) =>
      problemsOf(
        { [name]: { ...account, application, github } },
        { ['e'.repeat(16)]: environmentConfig({ account: name, accountId }) },
      );
    expect(named('account')).toEqual([]);
    expect(named('accounts')).toEqual([
      expect.stringMatching(/^accounts\.accounts\.github: .* has 65 characters; at most 64 are allowed: shorten /),
    ]);
  });

  test('has policies of up to 6144 characters', () => {
    const withNames = (length: number) =>
      withGitHub({
        dev: member({
          loadBalancer: {
            scheme: 'internet-facing',
            domain: {
              name: 'app.example.com',
              hostedZone: 'example.com',
              alternativeNames: Array.from({ length: 9 }, (_, index) => `${index}${'n'.repeat(length)}.example.com`),
            },
          },
          services: { web: serviceDefinition({ route: { priority: 1, healthCheck: { path: '/' } } }) },
          network: { ...environmentConfig().network, ingress: [] },
        }),
      });
    expect(withNames(2)).toEqual([]);
    expect(withNames(60)).toEqual([
      expect.stringMatching(
        /^accounts\.account\.github: its policy "ecs_parameter_store-account-deploy-dev-traffic" has \d+ characters; at most 6144 are /,
      ),
    ]);
  });
});
