import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { normalizePrefix, ParameterError, renderExports, variableName } from '../src/parameter-variables.js';

const PREFIX = '/goecssample/dev/database';

/**
 * @param {string[]} names below the prefix
 * @param {NodeJS.ProcessEnv} [environment]
 */
function refusal(names, environment = {}) {
  const parameters = names.map((name) => ({ name: `${PREFIX}/${name}`, value: 'the-value' }));
  try {
    renderExports(parameters, PREFIX, environment);
  } catch (error) {
    assert.ok(error instanceof ParameterError);
    return error.message;
  }
  return undefined;
}

test.describe('the variable of a parameter', () => {
  for (const [name, expected] of [
    ['sample/master/user', 'SAMPLE_MASTER_USER'],
    ['user', 'USER'],
    ['api-key.v2', 'API_KEY_V2'],
    ['a/-._/b', 'A_B'],
    ['trailing-', 'TRAILING_'],
    ['.hidden', '_HIDDEN'],
    ['2nd/user', '_2ND_USER'],
  ]) {
    test(`${name} is ${expected}`, () => {
      assert.equal(variableName(`${PREFIX}/${name}`, PREFIX), expected);
    });
  }
});

test.describe('a prefix', () => {
  for (const text of ['/a/b', '/a/b/', '//a///b//']) {
    test(`${text} is /a/b`, () => assert.equal(normalizePrefix(text), '/a/b'));
  }

  for (const text of [
    'a/b',
    '/',
    '//',
    ' /a',
    '/a b',
    '/a\n/b',
    '/a/*',
    'arn:aws:ssm:eu-west-1:111122223333:parameter/a',
  ]) {
    test(`${JSON.stringify(text)} is refused`, () => {
      assert.throws(() => normalizePrefix(text), /^ParameterError: PARAMETER_STORE_PREFIX must be a path such as /);
    });
  }
});

test('renders the variables in the order of the paths', () => {
  const parameters = ['b', 'a/c', 'a'].map((name) => ({ name: `${PREFIX}/${name}`, value: name }));
  assert.equal(renderExports(parameters, PREFIX, {}), "export A='a'\nexport A_C='a/c'\nexport B='b'\n");
});

test('any value survives a shell', () => {
  const values = [
    '',
    "'",
    "''\\'''",
    '"double" `backtick` $HOME ${HOME} $(id) !! \\ \\n % * ? [a] {b} ~ # ; & | < > ( )',
    'trailing newlines\n\n\n',
    '\n\r\t leading and trailing blanks \t',
    '-n',
    "'; exit 3; '",
    // Some shells use bytes from 0x81 on for themselves.
    'あいうえお ı é 🎌',
    Array.from({ length: 0x24f }, (_, index) => String.fromCodePoint(index + 1)).join(''),
    '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n',
    'long '.repeat(8 * 1024),
  ];
  const parameters = values.map((value, index) => ({ name: `${PREFIX}/value/${index}`, value }));
  const printAll = 'process.stdout.write(JSON.stringify(process.env))';
  const script = 'exports=$(cat); eval "$exports"; unset exports; exec "$0" -e "$1"';
  const output = execFileSync('sh', ['-euc', script, process.execPath, printAll], {
    env: {},
    input: renderExports(parameters, PREFIX, {}),
  });
  const received = JSON.parse(output.toString('utf8'));
  assert.deepEqual(
    values.map((_, index) => received[`VALUE_${index}`]),
    values,
  );
});

test('refuses two parameters with one name, and names both', () => {
  assert.equal(refusal(['api/key', 'api-key']), `${PREFIX}/api-key and ${PREFIX}/api/key would both become API_KEY`);
});

test('refuses to overwrite a variable of the environment, even an empty one', () => {
  assert.equal(
    refusal(['api-key'], { API_KEY: '' }),
    `${PREFIX}/api-key would become API_KEY, which the environment already sets`,
  );
});

test.describe('refuses a name that steers something else:', () => {
  for (const name of [
    'path',
    'node/options',
    'ld/preload',
    'aws/access-key-id',
    'ecs-container-metadata-uri',
    'parameter/store/prefix',
    'port',
    'reveal/secrets',
    'ifs',
    'env',
    '-',
  ]) {
    test(name, () => {
      const variable = variableName(`${PREFIX}/${name}`, PREFIX);
      assert.equal(refusal([name]), `${PREFIX}/${name} would become ${variable}, which is reserved`);
    });
  }
});

test('reports all problems at once', () => {
  assert.equal(
    refusal(['path', 'set', 'b/c', 'b-c'], { SET: 'x' }),
    `${PREFIX}/b-c and ${PREFIX}/b/c would both become B_C; ` +
      `${PREFIX}/path would become PATH, which is reserved; ` +
      `${PREFIX}/set would become SET, which the environment already sets`,
  );
});

test('refuses a prefix with nothing below it', () => {
  assert.equal(refusal([]), `there is no parameter below ${PREFIX}`);
});
