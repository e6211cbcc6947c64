import assert from 'node:assert/strict';
import { test } from 'node:test';

import { awsEnvironment, ENTRYPOINT, run, serve, startParameterStore } from './support.js';

const PREFIX = '/goecssample/dev/database';
const PRINT_ENVIRONMENT = ['node', '-e', 'process.stdout.write(JSON.stringify(process.env))'];

/** @param {Record<string, string>} environment */
function runEntrypoint(environment, command = PRINT_ENVIRONMENT) {
  return run([ENTRYPOINT, ...command], environment);
}

/**
 * @param {string} name
 * @param {string} value
 */
function parameter(name, value) {
  return { Name: `${PREFIX}/${name}`, Type: 'SecureString', Value: value };
}

/**
 * Runs the entrypoint and checks that it starts nothing and says one line.
 *
 * @param {Record<string, string>} environment
 * @param {string} message
 */
async function assertRefuses(environment, message) {
  const result = await runEntrypoint(environment, ['echo', 'started']);
  assert.deepEqual(result, { status: 1, stdout: '', stderr: `cannot start: ${message}\n` });
}

test('only starts the command, with its arguments as they are, when no prefix is set', async () => {
  const command = ['node', '-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', 'two words', '', '$HOME'];
  const expected = { status: 0, stdout: '["two words","","$HOME"]\n', stderr: '' };
  assert.deepEqual(await runEntrypoint({}, command), expected);
  assert.deepEqual(await runEntrypoint({ PARAMETER_STORE_PREFIX: '' }, command), expected);
});

test('ends as the command ends', async () => {
  assert.equal((await runEntrypoint({}, ['sh', '-c', 'exit 42'])).status, 42);
});

test('exports every parameter below the prefix, of all pages', async (context) => {
  const password = 'it\'s $HOME, `id` and\n"more"\n\n';
  const store = await startParameterStore(context, ({ NextToken }) => ({
    body:
      NextToken === undefined
        ? { Parameters: [parameter('sample/master/user', 'user')], NextToken: 'second page' }
        : { Parameters: [parameter('sample/master/password', password)] },
  }));

  const result = await runEntrypoint({ ...store.environment, PARAMETER_STORE_PREFIX: `${PREFIX}/`, KEPT: 'kept' });

  assert.equal(result.stderr, '');
  assert.equal(result.status, 0);
  const received = JSON.parse(result.stdout);
  assert.equal(received.SAMPLE_MASTER_USER, 'user');
  assert.equal(received.SAMPLE_MASTER_PASSWORD, password);
  assert.equal(received.KEPT, 'kept');
  assert.equal(received.parameter_exports, undefined);
  const request = { Path: PREFIX, Recursive: true, WithDecryption: true };
  assert.deepEqual(store.requests, [
    { target: 'AmazonSSM.GetParametersByPath', body: request },
    { target: 'AmazonSSM.GetParametersByPath', body: { ...request, NextToken: 'second page' } },
  ]);
});

test('leaves nothing of its own in the environment, even if it was there before', async (context) => {
  const store = await startParameterStore(context, () => ({ body: { Parameters: [parameter('user', 'a')] } }));
  const environment = { ...store.environment, PARAMETER_STORE_PREFIX: '/goecssample/dev', parameter_exports: 'before' };
  const { stdout } = await runEntrypoint(environment);
  assert.equal(JSON.parse(stdout).DATABASE_USER, 'a');
  assert.equal(JSON.parse(stdout).parameter_exports, undefined);
});

test('hands the parameters to the server', async (context) => {
  const store = await startParameterStore(context, () => ({
    body: { Parameters: [parameter('sample/master/user', 'PLACEHOLDER-set-with-npm-run-secrets')] },
  }));
  const environment = {
    ...store.environment,
    PARAMETER_STORE_PREFIX: PREFIX,
    REQUIRED_VARIABLES: 'SAMPLE_MASTER_USER,SAMPLE_MASTER_PASSWORD',
  };
  assert.deepEqual(await runEntrypoint(environment, ['node', 'src/server.js']), {
    status: 1,
    stdout: '',
    stderr: 'cannot start: SAMPLE_MASTER_USER still contains the placeholder; SAMPLE_MASTER_PASSWORD is not set\n',
  });
});

for (const code of ['AccessDeniedException', 'ThrottlingException']) {
  test(`stops on ${code}`, async (context) => {
    const store = await startParameterStore(context, () => ({
      status: 400,
      body: { __type: code, message: 'several\nlines' },
    }));
    await assertRefuses(
      { ...store.environment, PARAMETER_STORE_PREFIX: PREFIX },
      `the parameters below ${PREFIX} cannot be read (${code})`,
    );
  });
}

test('stops when a later page cannot be read, and shows nothing of the first', async (context) => {
  const store = await startParameterStore(context, ({ NextToken }) =>
    NextToken === undefined
      ? { body: { Parameters: [parameter('user', 'the-value')], NextToken: 'second page' } }
      : { status: 400, body: { __type: 'InvalidNextToken', message: 'expired' } },
  );
  await assertRefuses(
    { ...store.environment, PARAMETER_STORE_PREFIX: PREFIX },
    `the parameters below ${PREFIX} cannot be read (InvalidNextToken)`,
  );
});

test('goes on after a throttled request', async (context) => {
  let throttled = false;
  const store = await startParameterStore(context, () => {
    if (throttled) return { body: { Parameters: [parameter('name', 'a')] } };
    throttled = true;
    return { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } };
  });
  const { status, stdout } = await runEntrypoint({ ...store.environment, PARAMETER_STORE_PREFIX: PREFIX });
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout).NAME, 'a');
});

test('stops when there is no parameter below the prefix', async (context) => {
  const store = await startParameterStore(context, () => ({ body: { Parameters: [] } }));
  await assertRefuses(
    { ...store.environment, PARAMETER_STORE_PREFIX: PREFIX },
    `there is no parameter below ${PREFIX}`,
  );
});

test('stops when parameters collide with each other, with the environment or with a reserved name', async (context) => {
  const names = ['api/key', 'api-key', 'set', 'node/options'];
  const store = await startParameterStore(context, () => ({
    body: { Parameters: names.map((name) => parameter(name, 'the-value')) },
  }));
  await assertRefuses(
    { ...store.environment, PARAMETER_STORE_PREFIX: PREFIX, SET: 'another-value' },
    `${PREFIX}/api-key and ${PREFIX}/api/key would both become API_KEY; ` +
      `${PREFIX}/node/options would become NODE_OPTIONS, which is reserved; ` +
      `${PREFIX}/set would become SET, which the environment already sets`,
  );
});

test('stops when the prefix is no path', async () => {
  await assertRefuses(
    { PARAMETER_STORE_PREFIX: 'goecssample' },
    'PARAMETER_STORE_PREFIX must be a path such as /application/environment',
  );
});

test('stops when no Region is set', async () => {
  await assertRefuses(
    { PARAMETER_STORE_PREFIX: PREFIX },
    `the parameters below ${PREFIX} cannot be read (RegionMissing)`,
  );
});

test('stops when Parameter Store cannot be reached', async (context) => {
  const address = await serve(context, (request) => request.socket.destroy());
  await assertRefuses(
    { ...awsEnvironment(address), PARAMETER_STORE_PREFIX: PREFIX },
    `the parameters below ${PREFIX} cannot be read (ECONNRESET)`,
  );
});
