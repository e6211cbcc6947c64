import { CANARY, startAccount, type Account } from '../support/secrets/account';

let account: Account;

beforeAll(async () => {
  account = await startAccount();
});

afterAll(() => account.stop());

describe('what is refused', () => {
  it.each<[string, string[], string, number, string]>([
    ['a value of another format', ['set', 'beta', 'tls/key', '--yes'], CANARY, 1, 'contains no complete PEM block'],
    ['an empty value', ['set', 'beta', 'api-token', '--yes'], '\n', 1, 'is empty'],
    [
      'a line break at the end',
      ['set', 'beta', 'api-token', '--yes', '--json'],
      `${CANARY}\n\n`,
      1,
      'ends with a line break',
    ],
    ['to write unasked', ['set', 'beta', 'api-token'], CANARY, 2, 'Use --yes to go ahead without being asked.'],
    ['an unknown name', ['set', 'beta', CANARY, '--yes'], CANARY, 2, 'beta declares no secret of that name'],
    [
      'a value on the command line',
      ['set', 'beta', 'api-token', `--value=${CANARY}`],
      '',
      2,
      'unknown option; --help shows',
    ],
    [
      'a value in place of an option',
      ['set', 'beta', 'api-token', `--${CANARY}`],
      '',
      2,
      'unknown option; --help shows',
    ],
    [
      'a value in place of a file',
      ['import', 'beta', `X=${CANARY}`, '--yes'],
      '',
      2,
      'The file cannot be read (ENOENT).',
    ],
    ['too many arguments', ['set', 'beta', 'api-token', CANARY], '', 2, 'too many arguments'],
    ['a secret of somebody else', ['set', 'beta', 'LICENSE', '--yes'], CANARY, 2, 'its owner must set it'],
    [
      'a key of a parameter',
      ['set', 'beta', 'api-token', '--json-key', 'x', '--yes'],
      CANARY,
      2,
      'only secrets of Secrets Manager have JSON keys',
    ],
    ['a fixed version', ['set', 'beta', 'DATABASE_BEFORE', '--yes'], CANARY, 2, 'reads the version AWSPREVIOUS'],
    ['another account', ['set', 'elsewhere', 'api-token', '--yes'], CANARY, 2, 'elsewhere is in account 999999999999'],
    ['an unknown environment', ['check', 'betta', '--json'], '', 2, 'did you mean'],
    [
      'a file that names nothing known',
      ['import', 'beta', '--yes'],
      `API_TOKEN=${CANARY}\n${CANARY}=1\n`,
      2,
      'line 2: beta declares no secret of that name',
    ],
    [
      'a file with a line that is no assignment',
      ['import', 'beta', '--yes', '--json'],
      `${CANARY}\n`,
      1,
      'line 1 is not NAME=value',
    ],
    [
      'a file that is not JSON',
      ['import', 'beta', '--format', 'json', '--yes'],
      `{"a": ${CANARY}`,
      1,
      'it is not JSON',
    ],
    [
      'to copy from itself',
      ['copy', 'beta', '--from', 'beta', '--yes'],
      '',
      2,
      '--from must name a different environment.',
    ],
  ])('refuses %s', async (_, args, input, exitCode, message) => {
    const ended = await account.secrets(args, input);
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stdout + ended.stderr).toContain(message);
    expect(ended.stderr).not.toMatch(/^ +at /m);
  });

  it('writes nothing of an import of which one value is refused', async () => {
    const before = await account.parameterValue('/shop/beta/settings/mode');
    const { exitCode, stderr } = await account.secrets(
      ['import', 'beta', '--yes'],
      `settings/mode=${CANARY}\ntls/key=${CANARY}\n`,
    );
    expect([exitCode, stderr]).toEqual([
      1,
      'The new value of /shop/beta/tls/key contains no complete PEM block.\nNothing was written.\n',
    ]);
    await expect(account.parameterValue('/shop/beta/settings/mode')).resolves.toBe(before);
  });

  it.each<[string, NodeJS.ProcessEnv, string]>([
    [
      'no AWS',
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
      'AWS could not be reached for sts:GetCallerIdentity at 127.0.0.1 after 8 attempts',
    ],
    [
      'no credentials',
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', HOME: '/nonexistent' },
      'No usable AWS credentials were found',
    ],
  ])('says what to do when there is %s', async (_, environment, message) => {
    const { exitCode, stderr } = await account.secrets(['check', 'alpha'], '', environment);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

// Last, so that it sees what all the others made.
it('shows no value anywhere, and leaves none in a temporary file', () => {
  expect(account.leaks()).toEqual([]);
});
