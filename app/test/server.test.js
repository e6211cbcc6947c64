import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';

import { PLACEHOLDER } from '../src/settings.js';
import { run, serve, startServer } from './support.js';

const VALUES = { MY_PARAM_1: 'first-value', MY_PARAM_2: 'second-value' };
const SERVER = ['node', 'src/server.js'];

test('refuses to start without its secrets, in one line that names them all', async () => {
  assert.deepEqual(await run(SERVER, { MY_PARAM_2: PLACEHOLDER }), {
    status: 1,
    stdout: '',
    stderr: 'cannot start: MY_PARAM_1 is not set; MY_PARAM_2 still contains the placeholder\n',
  });
});

test('refuses to start with a wrong setting, and shows no value', async () => {
  const environment = { ...VALUES, PORT: 'first-value', REQUIRED_FILES: 'KEY_FILE', KEY_FILE: 'second-value' };
  assert.deepEqual(await run(SERVER, environment), {
    status: 1,
    stdout: '',
    stderr:
      'cannot start: PORT must be a whole number between 0 and 65535; ' +
      'the file that KEY_FILE names cannot be read (ENOENT)\n',
  });
});

test('says in one line that it cannot listen', async (context) => {
  const { port } = new URL(await serve(context, () => {}));
  assert.deepEqual(await run(SERVER, { ...VALUES, PORT: port }), {
    status: 1,
    stdout: '',
    stderr: `cannot listen on port ${port}: EADDRINUSE\n`,
  });
});

test('serves the page, and logs no value', async (context) => {
  const server = await startServer(context, VALUES);
  const { revealed, variables } = await (await fetch(`http://127.0.0.1:${server.port}`)).json();
  assert.equal(revealed, false);
  assert.deepEqual(
    variables.map(({ name, set }) => [name, set]),
    [
      ['MY_PARAM_1', true],
      ['MY_PARAM_2', true],
    ],
  );
  server.kill('SIGTERM');
  assert.deepEqual(await server.finished, {
    status: 0,
    stdout: `listening on port ${server.port}\nSIGTERM: finishing the requests in flight\nstopped\n`,
    stderr: '',
  });
});

// Of the addresses that Linux leads back to the machine, all but one.
test('listens on the given address only', { skip: process.platform !== 'linux' }, async (context) => {
  const isServed = async (/** @type {number} */ port) =>
    fetch(`http://127.0.0.2:${port}/healthz`).then(
      () => true,
      () => false,
    );
  const everywhere = await startServer(context, VALUES);
  assert.equal(await isServed(everywhere.port), true);
  const { port } = await startServer(context, { ...VALUES, LISTEN_ADDRESS: '127.0.0.1' });
  assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
  assert.equal(await isServed(port), false);
});

test('warns when it shows secrets in clear', async (context) => {
  const server = await startServer(context, { ...VALUES, REVEAL_SECRETS: 'true' });
  await server.printed(/^REVEAL_SECRETS is true: the page shows secrets in clear\n/);
  const { variables } = await (await fetch(`http://127.0.0.1:${server.port}`)).json();
  assert.deepEqual(
    variables.map(({ value }) => value),
    ['first-value', 'second-value'],
  );
});

for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) {
  test(`finishes a request in flight on ${signal}`, async (context) => {
    const server = await startServer(context, VALUES);
    const client = connect(server.port, '127.0.0.1').setEncoding('utf8');
    let received = '';
    client.on('data', (text) => (received += text));

    // The answer to the first request shows that the server has read the beginning of the second one too.
    client.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n');
    while (!received.includes('{"status":"ok"}')) await once(client, 'data');
    received = '';

    server.kill(signal);
    await server.printed(new RegExp(`${signal}: finishing the requests in flight\n`));
    client.write('\r\n');
    await once(client, 'end');

    assert.match(received, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(received, /\r\nconnection: close\r\n/i);
    assert.match(received, /\{"status":"ok"\}$/);
    assert.equal((await server.finished).status, 0);
  });
}

test('the health check tells a healthy server from none', async (context) => {
  const server = await startServer(context, VALUES);
  const check = () => run(['node', 'src/check-health.js'], { PORT: String(server.port) });
  assert.deepEqual(await check(), { status: 0, stdout: '', stderr: '' });

  server.kill('SIGTERM');
  await server.finished;
  const { status, stderr } = await check();
  assert.equal(status, 1);
  assert.match(stderr, /^not healthy: .*\n$/);
});
