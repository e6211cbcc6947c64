import { file } from '../../../lib/secrets/secret-file';
import { parameter } from '../../../lib/secrets/secret-source';
import { problemsWithService, unchecked } from '../../support/configuration-problems';

const looksSecret =
  'looks like a secret, and many people can read plain variables in the task definition: declare it in secrets';

describe('a plain variable', () => {
  test.each([
    ['PASSWORD', 'hunter2'],
    ['DB_PASSWORD', 'hunter2'],
    ['MYSQLPASSWORD', 'hunter2'],
    ['dbPassword', 'hunter2'],
    ['PASSWD', 'x'],
    ['PASS', 'x'],
    ['DB_PASS', 'x'],
    ['DB_PASS_2', 'x'],
    ['dbPass', 'x'],
    ['MYSQL_PWD', 'x'],
    ['KEY_PASSPHRASE', 'x'],
    ['ENCRYPTION_KEY', 'x'],
    ['COOKIE_SIGNING_KEY', 'x'],
    ['signingKey', 'x'],
    ['CLIENT_SECRET', 'x'],
    ['SECRET', 'x'],
    ['SECRET_KEY_BASE', 'x'],
    ['TOKEN', 'x'],
    ['GITHUB_TOKEN', 'x'],
    ['githubToken', 'x'],
    ['API_KEY', 'x'],
    ['STRIPE_APIKEY', 'x'],
    ['PRIVATE_KEY', 'x'],
    ['CREDENTIALS', 'x'],
    ['SETTING', 'AKIAIOSFODNN7EXAMPLE'],
    ['SETTING', 'key=ASIAIOSFODNN7EXAMPLE;'],
    ['SETTING', '-----BEGIN RSA PRIVATE KEY-----'],
    ['DATABASE_URL', 'postgres://app:hunter2@db.example.com/app'],
    ['DATABASE_URL', 'redis://:hunter2@cache.example.com'],
    ['SETTING', `ghp_${'a'.repeat(36)}`],
    ['SETTING', 'xoxb-123456789012-abcdef'],
  ])('that looks like a secret is refused, and its value is not shown: %s', (name, value) => {
    expect(problemsWithService({ environmentVariables: { [name]: value } })).toEqual([
      `environmentVariables.${name}: ${looksSecret}`,
    ]);
  });

  test.each([
    ['TOKEN_URL', 'https://id.example.com/token'],
    ['SECRET_NAME', 'app/database'],
    ['DB_SECRET_ARN', 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:x'],
    ['PASSWORD_FILE', '/run/secrets/password'],
    ['TOKEN_TTL_SECONDS', '3600'],
    ['PASSWORD_MIN_LENGTH', '12'],
    ['REQUIRE_PASSWORD', 'true'],
    ['ALLOW_EMPTY_PASSWORD', 'yes'],
    ['TOKENIZERS_PARALLELISM', 'false'],
    ['MAX_TOKENS', '4096'],
    ['SECRETARY', 'Ms. Sato'],
    ['COMPASS', 'north'],
    ['PASSENGERS', '4'],
    ['BYPASS_CACHE', 'always'],
    ['ENCRYPTION_KEY_ID', '1234'],
    ['ENCRYPTION_KEY_ARN', 'arn:aws:kms:x'],
    ['PUBLIC_KEY', 'x'],
    ['KEYBOARD', 'jp'],
    ['DATABASE_URL', 'postgres://app@db.example.com:5432/app'],
    ['ENDPOINT', 'https://example.com:8443/a@b'],
    ['TEMPLATE', '${HOME} %{if}'],
    ['EMPTY', ''],
    ['_x1', 'ü 漢字'],
  ])('that refers to a secret, or has nothing to do with one, is accepted: %s', (name, value) => {
    expect(problemsWithService({ environmentVariables: { [name]: value } })).toEqual([]);
  });

  test('with control characters or of a wrong type is refused without being shown', () => {
    expect(problemsWithService({ environmentVariables: unchecked({ A: 'hunter2\u0007', B: 4711, C: null }) })).toEqual([
      'environmentVariables.A: must not contain control characters',
      'environmentVariables.B: must be text, got a number: put it in quotes',
      'environmentVariables.C: must be text, got null',
    ]);
  });
});

describe('the name of a variable', () => {
  const grammar = 'must be letters, digits and "_", not starting with a digit';
  const reserved = 'must not start with AWS_ or ECS_, which ECS and the AWS SDKs use';

  test.each([
    ['1A', grammar],
    ['A-B', grammar],
    ['', grammar],
    ['Ä', grammar],
    ['AWS_REGION', reserved],
    ['ECS_X', reserved],
    ['aws_region', reserved],
  ])('cannot be %j', (name, problem) => {
    const expected = [expect.stringContaining(`${JSON.stringify(name)} ${problem}`)];
    expect(problemsWithService({ environmentVariables: { [name]: 'x' } })).toEqual(expected);
    expect(problemsWithService({ secrets: { [name]: parameter('X') } })).toEqual(expected);
    expect(problemsWithService({ user: '1:1', secretFiles: { [name]: file('x', parameter('X')) } })).toEqual(expected);
  });

  test('is used once in a container', () => {
    expect(
      problemsWithService({
        user: '1:1',
        environmentVariables: { A: 'x', B: 'x' },
        secrets: { B: parameter('X'), C: parameter('X') },
        secretFiles: { C: file('x', parameter('X')), A: file('y', parameter('X')) },
      }),
    ).toEqual([
      'secretFiles.A: is also one of environmentVariables; a name is used once',
      'secretFiles.C: is also one of secrets; a name is used once',
      'secrets.B: is also one of environmentVariables; a name is used once',
    ]);
  });

  test('PARAMETER_STORE_PREFIX is free only without runtimeParameters', () => {
    const environmentVariables = { PARAMETER_STORE_PREFIX: '/x' };
    const secrets = { X: parameter('database/x') };
    expect(problemsWithService({ environmentVariables, secrets })).toEqual([]);
    expect(problemsWithService({ environmentVariables, secrets, runtimeParameters: 'database' })).toEqual([
      'environmentVariables.PARAMETER_STORE_PREFIX: is set by runtimeParameters; leave it out',
    ]);
  });

  test('of a secret file is not one of the container that writes it', () => {
    expect(
      problemsWithService({ user: '1:1', secretFiles: { SECRET_FILES_OWNER: file('x', parameter('X')) } }),
    ).toEqual([
      'secretFiles.SECRET_FILES_OWNER: is a variable of the container that writes the files; choose another name',
    ]);
  });
});

describe('the user', () => {
  test.each(['1:0', '1000:1000', '4294967294:4294967294'])('may be %s', (user) => {
    expect(problemsWithService({ user })).toEqual([]);
  });

  // The user with the id 0 has all rights in its container, whatever its group: user_namespaces(7), credentials(7).
  test.each(['0:0', '0:1', '0:1000', '0:4294967294'])('may be root, as %s, only with a reason', (user) => {
    expect(problemsWithService({ user })).toEqual([
      `user: "${user}" is root; say why in rootReason, or give another user`,
    ]);
    expect(problemsWithService({ user, rootReason: 'It mounts a file system' })).toEqual([]);
    expect(problemsWithService({ user, rootReason: ' ' })).toEqual(['rootReason: " " must not be empty']);
  });

  test.each([
    'root',
    'root:root',
    '0',
    '00:0',
    '0:00',
    '0:root',
    '1000',
    '1000:',
    ':1000',
    '1000:node',
    '01:1',
    '-1:1',
    '4294967295:1',
    '1:1:1',
    '',
  ])('cannot be %j', (user) => {
    expect(problemsWithService({ user })).toEqual([
      `user: ${JSON.stringify(user)} must be a numeric user and group, "uid:gid", for example "1000:1000"`,
    ]);
  });

  test('is required for secret files', () => {
    expect(problemsWithService({ secretFiles: {} })).toEqual([]);
    expect(problemsWithService({ secretFiles: { A: file('a', parameter('X')) } })).toEqual([
      'user: is missing: secretFiles are made readable for one user alone, given as "uid:gid"',
    ]);
  });
});

describe('a file name', () => {
  const problems = (...names: string[]) =>
    problemsWithService({
      user: '1:1',
      secretFiles: Object.fromEntries(names.map((name, index) => [`F${index}`, file(name, parameter('X'))])),
    });

  test.each(['a', '...', '.hidden', 'credentials.json', 'x'.repeat(255)])('may be %s', (name) => {
    expect(problems(name)).toEqual([]);
  });

  test.each(['', '.', '..', 'a/b', 'a b', '$(id)', 'x'.repeat(256)])('cannot be %j', (name) => {
    expect(problems(name)).toEqual([
      expect.stringMatching(/^secretFiles\.F0\.fileName: .* must be a file name of 1 to 255 letters/),
    ]);
  });

  test('is unique in a task', () => {
    expect(problems('a', 'b', 'a')).toEqual([
      'secretFiles.F2.fileName: "a" is also the file of F0; a file contains one secret',
    ]);
  });
});

describe('a command', () => {
  test('contains at least one word', () => {
    expect(problemsWithService({ command: ['node', 'index.js', ''] })).toEqual([]);
    expect(problemsWithService({ command: [] })).toEqual(['command: must have at least one word']);
  });

  test('does not contain a secret, and does not show it', () => {
    expect(problemsWithService({ command: ['app', 'postgres://app:hunter2@db/app'] })).toEqual([
      `command[1]: ${looksSecret}`,
    ]);
  });
});
