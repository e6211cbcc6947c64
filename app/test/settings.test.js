import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { PLACEHOLDER, readSettings, SettingsError } from '../src/settings.js';

const VALUES = { MY_PARAM_1: 'first secret', MY_PARAM_2: 'second secret' };

/** @type {string} */
let directory;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'settings-'));
});
after(() => rm(directory, { recursive: true }));

/**
 * @param {string} name
 * @param {string} content
 */
async function createFile(name, content) {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

/** @param {Record<string, string>} environment */
async function problemsOf(environment) {
  try {
    await readSettings(environment);
  } catch (error) {
    assert.ok(error instanceof SettingsError);
    assert.doesNotMatch(error.message, /\n/);
    return error.problems;
  }
  return [];
}

/** Numeric id of the user `nobody`. */
const NOBODY = 65534;

test('the placeholder is the string that the infrastructure writes', () => {
  assert.equal(PLACEHOLDER, 'PLACEHOLDER-set-with-npm-run-secrets');
});

test('requires MY_PARAM_1 and MY_PARAM_2 and listens on port 80 by default', async () => {
  assert.deepEqual(await readSettings(VALUES), {
    address: undefined,
    port: 80,
    variables: [
      { name: 'MY_PARAM_1', value: 'first secret' },
      { name: 'MY_PARAM_2', value: 'second secret' },
    ],
    files: [],
    revealSecrets: false,
  });
});

test('reads every setting', async () => {
  const path = await createFile('credentials.json', '{}');
  const settings = await readSettings({
    LISTEN_ADDRESS: '127.0.0.1',
    PORT: '8080',
    REVEAL_SECRETS: 'true',
    REQUIRED_VARIABLES: ' DB_USER, DB_PASSWORD,DB_USER,',
    REQUIRED_FILES: 'GOOGLE_APPLICATION_CREDENTIALS',
    DB_USER: 'user',
    DB_PASSWORD: ' pass word\n',
    GOOGLE_APPLICATION_CREDENTIALS: path,
  });
  assert.deepEqual(settings, {
    address: '127.0.0.1',
    port: 8080,
    variables: [
      { name: 'DB_USER', value: 'user' },
      { name: 'DB_PASSWORD', value: ' pass word\n' },
    ],
    files: [{ variable: 'GOOGLE_APPLICATION_CREDENTIALS', path }],
    revealSecrets: true,
  });
});

test('requires no variable when REQUIRED_VARIABLES is empty', async () => {
  assert.deepEqual((await readSettings({ REQUIRED_VARIABLES: '' })).variables, []);
});

test.describe('refuses', () => {
  for (const port of ['', ' 80', '-1', '80.5', '65536', '0x50', '1e3', '100000', 'http']) {
    test(`PORT ${JSON.stringify(port)}`, async () => {
      assert.deepEqual(await problemsOf({ ...VALUES, PORT: port }), [
        'PORT must be a whole number between 0 and 65535',
      ]);
    });
  }

  for (const address of ['', 'localhost', '127.0.0', '127.0.0.1:80', '[::1]']) {
    test(`LISTEN_ADDRESS ${JSON.stringify(address)}`, async () => {
      assert.deepEqual(await problemsOf({ ...VALUES, LISTEN_ADDRESS: address }), [
        'LISTEN_ADDRESS must be an IP address',
      ]);
    });
  }

  for (const value of ['', 'TRUE', '1', 'yes']) {
    test(`REVEAL_SECRETS ${JSON.stringify(value)}`, async () => {
      assert.deepEqual(await problemsOf({ ...VALUES, REVEAL_SECRETS: value }), [
        'REVEAL_SECRETS must be true or false',
      ]);
    });
  }

  test('a list of names that holds something else, without repeating it', async () => {
    assert.deepEqual(await problemsOf({ REQUIRED_VARIABLES: 'A,my-secret', REQUIRED_FILES: '/run/secret' }), [
      'REQUIRED_VARIABLES must be names of variables, separated by commas',
      'REQUIRED_FILES must be names of variables, separated by commas',
    ]);
  });

  test('a variable that is missing, empty, blank or still the placeholder, all at once', async () => {
    const environment = { REQUIRED_VARIABLES: 'A,B,C,D,E', B: '', C: ' \n', D: PLACEHOLDER, E: `${PLACEHOLDER}\n` };
    assert.deepEqual(await problemsOf(environment), [
      'A is not set',
      'B is empty',
      'C is empty',
      'D still contains the placeholder',
      'E still contains the placeholder',
    ]);
  });

  test('a file that is not named, missing, no file, empty or still the placeholder, without its path', async () => {
    const environment = {
      REQUIRED_VARIABLES: '',
      REQUIRED_FILES: 'UNNAMED,MISSING,DIRECTORY,EMPTY,UNSET',
      MISSING: join(directory, 'missing'),
      DIRECTORY: directory,
      EMPTY: await createFile('empty', '\n'),
      UNSET: await createFile('unset', PLACEHOLDER),
    };
    assert.deepEqual(await problemsOf(environment), [
      'UNNAMED is not set',
      'the file that MISSING names cannot be read (ENOENT)',
      'the file that DIRECTORY names cannot be read (not a regular file)',
      'the file that EMPTY names is empty',
      'the file that UNSET names still contains the placeholder',
    ]);
  });

  test('a file that it may not read', async () => {
    const path = await createFile('unreadable', 'secret');
    await chmod(path, 0o000);
    // Root may read everything.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid(NOBODY);
    try {
      assert.deepEqual(await problemsOf({ ...VALUES, REQUIRED_FILES: 'KEY_FILE', KEY_FILE: path }), [
        'the file that KEY_FILE names cannot be read (EACCES)',
      ]);
    } finally {
      if (isRoot) process.seteuid(0);
    }
  });

  test('a variable of both lists once', async () => {
    assert.deepEqual(await problemsOf({ REQUIRED_VARIABLES: 'A', REQUIRED_FILES: 'A' }), ['A is not set']);
  });
});
