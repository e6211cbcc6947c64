import { file } from '../../../lib/secrets/secret-file';
import { parameter } from '../../../lib/secrets/secret-source';
import { harmless } from '../../../lib/validation/harmless-text';
import { problemsWithService, unchecked } from '../../support/configuration-problems';

const looksSecret =
  'looks like a secret, and many people can read plain variables in the task definition: declare it in secrets; ' +
  'if it is none, write harmless(text, reason)';

describe('a plain variable', () => {
  test.each([
    ['DB_PASSWORD', 'hunter2'],
    ['SETTING', 'AKIAIOSFODNN7EXAMPLE'],
    ['DATABASE_URL', 'postgres://app:hunter2@db.example.com/app'],
  ])('that looks like a secret is refused, and its value is not shown: %s', (name, value) => {
    expect(problemsWithService({ environmentVariables: { [name]: value } })).toEqual([
      `environmentVariables.${name}: ${looksSecret}`,
    ]);
  });

  test('that refers to a secret, or to another variable, is accepted', () => {
    const environmentVariables = {
      TOKEN_URL: 'https://id.example.com/token',
      DB_PASSWORD: '$PASSWORD_OF_THE_DATABASE',
      DATABASE_URL: 'postgres://$U:$P@db',
      _x1: 'ü 漢字',
    };
    expect(problemsWithService({ environmentVariables })).toEqual([]);
  });

  test('that looks like a secret is accepted with a reason', () => {
    const environmentVariables = {
      CSRF_TOKEN: harmless('X-CSRF', 'The name of the header'),
      DATABASE_URL: harmless('postgres://app:app@localhost', 'The database of the tests, in the same task'),
    };
    expect(problemsWithService({ environmentVariables })).toEqual([]);
  });

  test('is not harmless without a text and a reason, which is no secret either', () => {
    const environmentVariables = unchecked<Record<string, string>>({
      A: harmless('x', ' '),
      B: { text: 'x' },
      C: { value: 'x', reason: 'y' },
      D: harmless('\u0000', 'y'),
    });
    expect(problemsWithService({ environmentVariables })).toEqual([
      'environmentVariables.A.reason: " " must not be empty',
      'environmentVariables.B.reason: is missing',
      'environmentVariables.C.text: is missing',
      'environmentVariables.C.value: unknown field',
      'environmentVariables.D.text: must not contain control characters other than tabs and line breaks',
    ]);
  });

  // Line breaks and tabs are usual in certificates, scripts and settings in YAML; a process can have them in its environment.
  test('may have several lines and tabs', () => {
    expect(problemsWithService({ environmentVariables: { A: 'one\n\ttwo\r\n' } })).toEqual([]);
  });

  test('with control characters or of a wrong type is refused without being shown', () => {
    expect(problemsWithService({ environmentVariables: unchecked({ A: 'hunter2\u0007', B: 4711, C: null }) })).toEqual([
      'environmentVariables.A: must not contain control characters other than tabs and line breaks',
      'environmentVariables.B: must be text, got a number: put it in quotes',
      'environmentVariables.C: must be text, got null',
    ]);
  });
});

describe('the name of a variable', () => {
  const grammar = 'must be ASCII characters other than "=" and spaces';
  const identity = 'would take the place of the role of the task, whose rights taskPermissions declare';
  const agents = 'is set by the agent of ECS, and programs find the task by it';

  // What runs in public: Elasticsearch, .NET, the X-Ray SDK, the SDKs of AWS.
  test.each(['discovery.type', 'xpack.security.enabled', 'Logging:Level', '1A', 'A-B', 'AWS_REGION', 'ECS_LOG_LEVEL'])(
    'may be %j',
    (name) => {
      expect(problemsWithService({ environmentVariables: { [name]: 'x' } })).toEqual([]);
      expect(problemsWithService({ secrets: { [name]: parameter('X') } })).toEqual([]);
    },
  );

  test.each(['1A', 'A-B', 'a.b'])('cannot be %j where a shell writes the secret into a file', (name) => {
    expect(problemsWithService({ user: '1:1', secretFiles: { [name]: file('x', parameter('X')) } })).toEqual([
      expect.stringContaining('must be letters, digits and "_", not starting with a digit'),
    ]);
  });

  test.each([
    ['', grammar],
    ['A=B', grammar],
    ['A B', grammar],
    ['Ä', grammar],
    ['AWS_ACCESS_KEY_ID', identity],
    ['AWS_SECRET_ACCESS_KEY', identity],
    ['AWS_SESSION_TOKEN', identity],
    ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', identity],
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', identity],
    ['AWS_CONTAINER_AUTHORIZATION_TOKEN', identity],
    ['ECS_CONTAINER_METADATA_URI_V4', agents],
    ['ECS_AGENT_URI', agents],
  ])('cannot be %j', (name, problem) => {
    const expected = [expect.stringContaining(`${JSON.stringify(name)} ${problem}`)];
    expect(problemsWithService({ environmentVariables: { [name]: 'x' } })).toEqual(expected);
    expect(problemsWithService({ secrets: { [name]: parameter('X') } })).toEqual(expected);
    expect(problemsWithService({ user: '1:1', secretFiles: { [name]: file('x', parameter('X')) } })).toEqual(expected);
  });

  // Whoever may set the secret would choose what is loaded or started.
  test.each([
    ...[
      'PATH',
      'IFS',
      'ENV',
      'BASH_ENV',
      'BASH_FUNC_x',
      'SHELLOPTS',
      'PS4',
      'LD_PRELOAD',
      'LD_LIBRARY_PATH',
      'LD_AUDIT',
    ],
    ...['GCONV_PATH', 'GLIBC_TUNABLES', 'DYLD_INSERT_LIBRARIES', 'NODE_OPTIONS', 'NODE_PATH', 'npm_config_registry'],
    ...['PYTHONPATH', 'PYTHONSTARTUP', 'RUBYOPT', 'PERL5OPT', 'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS'],
    ...['DOTNET_STARTUP_HOOKS', 'CORECLR_PROFILER', 'GIT_SSH_COMMAND', 'GIT_CONFIG_COUNT', 'PAGER', 'OPENSSL_CONF'],
  ])('%s is not that of a secret or a secret file, and may be that of a plain variable', (name) => {
    const problem: unknown = expect.stringContaining('steers how programs are loaded or started');
    expect(problemsWithService({ secrets: { [name]: parameter('X') } })).toEqual([problem]);
    expect(problemsWithService({ user: '1:1', secretFiles: { [name]: file('x', parameter('X')) } })).toEqual([problem]);
    expect(problemsWithService({ environmentVariables: { [name]: 'x' } })).toEqual([]);
  });

  test.each(['HTTPS_PROXY', 'http_proxy', 'no_proxy', 'NODE_TLS_REJECT_UNAUTHORIZED', 'SSL_CERT_DIR'])(
    '%s, which says whom to trust, is not that of a secret',
    (name) => {
      expect(problemsWithService({ secrets: { [name]: parameter('X') } })).toHaveLength(1);
      expect(problemsWithService({ environmentVariables: { [name]: 'x' } })).toEqual([]);
    },
  );

  test.each(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])('%s may be that of a secret file, which it names', (name) => {
    expect(problemsWithService({ secrets: { [name]: parameter('X') } })).toHaveLength(1);
    expect(problemsWithService({ user: '1:1', secretFiles: { [name]: file('ca.pem', parameter('X')) } })).toEqual([]);
  });

  test.each([
    'NPM_TOKEN',
    'NODE_AUTH_TOKEN',
    'SSL_KEY',
    'LD_SDK_KEY',
    'PATH_TOKEN',
    'PROXY_PASSWORD',
    'PYTHONANYWHERE_KEY',
  ])('%s, which only begins like such a name, may be that of a secret', (name) => {
    expect(problemsWithService({ secrets: { [name]: parameter('X') } })).toEqual([]);
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

  test('may be a script of several lines', () => {
    const command = ['sh', '-c', 'set -eu\n\texec node index.js\n'];
    const healthCheck = { command: ['CMD-SHELL', 'curl -f localhost ||\n\texit 1'] };
    expect(problemsWithService({ command, healthCheck })).toEqual([]);
  });

  test('does not contain a secret, and does not show it', () => {
    const command = ['app', 'postgres://app:hunter2@db/app'];
    expect(problemsWithService({ command, healthCheck: { command: ['CMD', ...command] } })).toEqual([
      `command[1]: ${looksSecret}`,
      `healthCheck.command[2]: ${looksSecret}`,
    ]);
  });

  test.each([
    [['app', '--password=hunter2']],
    [['app', '--password', 'hunter2']],
    [['app', '--db-password', 'hunter2', '--verbose']],
    [['app', '-password', 'hunter2']],
    [['app', '--apiKey', 'hunter2']],
    [['sh', '-c', 'exec app --token hunter2']],
    [['sh', '-c', "PASSWORD='hunter2' exec app"]],
    [['mysql', '-u', 'root', '-phunter2']],
    [['sh', '-c', 'sleep 5 && /usr/bin/mysqldump -phunter2 app']],
    [['sshpass', '-p', 'hunter2', 'ssh', 'host']],
    [['redis-cli', '-a', 'hunter2', 'ping']],
    [['curl', '-u', 'app:hunter2', 'https://example.com']],
    [['curl', '-H', 'Authorization: Bearer 0123456789abcdef', 'https://example.com']],
  ])('does not give a program its password: %j', (command) => {
    expect(problemsWithService({ command })).toEqual([expect.stringMatching(/^command\[\d\]: looks like a secret/)]);
  });

  test.each([
    [['app', '--password', '$PASSWORD']],
    [['app', '--password=${PASSWORD}']],
    [['app', '--password-file', '/run/secrets/password']],
    [['app', '--token', '--verbose']],
    [['app', '--password']],
    [['app', '--max-token', '4096']],
    [['mysql', '-p', 'app']],
    [['mysql', '-p"$PASSWORD"']],
    [['sh', '-c', 'mysql --version; mkdir -p data && tar -pxzf data.tgz']],
    [['nc', '-l', '-p', '8080']],
    [['curl', '-u', 'app:$PASSWORD', 'https://example.com']],
    [['curl', '-u', 'app', 'https://example.com']],
    [['gunicorn', '-p', 'app.pid']],
  ])('may be %j', (command) => {
    expect(problemsWithService({ command })).toEqual([]);
  });

  test('may have an argument that only looks like a secret, with a reason', () => {
    const words = ['app', '--token', harmless('bearer', 'The kind of token that is expected')];
    const command = [...words, harmless('--password=ask', 'The word that makes it ask')];
    expect(problemsWithService({ command, healthCheck: { command: ['CMD', ...words] } })).toEqual([]);
  });
});
