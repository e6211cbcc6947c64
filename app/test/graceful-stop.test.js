import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';

import { prepareGracefulStop } from '../src/graceful-stop.js';

/** Longer than a test waits: what it is about must happen before. */
const PATIENCE = { requestMilliseconds: 60_000, answerMilliseconds: 60_000 };

/**
 * Serves with `listener` on a free port of the loopback interface.
 *
 * @param {import('node:test').TestContext} context
 * @param {import('node:http').RequestListener} listener
 * @param {Partial<import('../src/graceful-stop.js').Patience>} [patience]
 */
async function serveStoppable(context, listener, patience) {
  const server = createServer({ keepAliveTimeout: 60_000 }, listener);
  const stop = prepareGracefulStop(server, { ...PATIENCE, ...patience });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.closeAllConnections());
  return { server, stop, port: server.address().port };
}

test('finishes a request in flight and then closes its connection', async (context) => {
  /** @type {(response: import('node:http').ServerResponse) => void} */
  let received;
  const inFlight = new Promise((resolve) => (received = resolve));
  const { port, stop } = await serveStoppable(context, (request, response) => received(response));

  const agent = new Agent({ keepAlive: true });
  context.after(() => agent.destroy());
  const answered = once(get({ port, host: '127.0.0.1', agent }), 'response');
  const response = await inFlight;
  const stopped = stop();
  response.end('finished');

  const [answer] = await answered;
  assert.equal((await answer.setEncoding('utf8').toArray()).join(''), 'finished');
  assert.equal(answer.headers.connection, 'close');
  assert.equal(await stopped, true);
});

test('does not wait for connections that are idle or have sent nothing', async (context) => {
  const { server, port, stop } = await serveStoppable(context, (request, response) => response.end());

  const agent = new Agent({ keepAlive: true });
  context.after(() => agent.destroy());
  const [answer] = await once(get({ port, host: '127.0.0.1', agent }), 'response');
  await answer.resume().toArray();

  const accepted = once(server, 'connection');
  const silent = connect(port, '127.0.0.1').on('error', () => {});
  context.after(() => silent.destroy());
  await accepted;

  assert.equal(await stop(), true);
});

test('does not wait for a connection whose last answer had begun before', async (context) => {
  /** @type {(response: import('node:http').ServerResponse) => void} */
  let received;
  const inFlight = new Promise((resolve) => (received = resolve));
  const { port, stop } = await serveStoppable(context, (request, response) => {
    response.write('begun');
    received(response);
  });

  const agent = new Agent({ keepAlive: true });
  context.after(() => agent.destroy());
  const [answer] = await once(get({ port, host: '127.0.0.1', agent }), 'response');
  const response = await inFlight;
  const stopped = stop();
  response.end(' and finished');
  assert.equal((await answer.setEncoding('utf8').toArray()).join(''), 'begun and finished');
  assert.equal(await stopped, true);
});

test('does not wait for long for a request that is never sent completely', async (context) => {
  /** @type {(response: import('node:http').ServerResponse) => void} */
  let received;
  const inFlight = new Promise((resolve) => (received = resolve));
  const { server, port, stop } = await serveStoppable(context, (request, response) => received(response), {
    requestMilliseconds: 1,
  });
  const accepted = once(server, 'connection');
  const slow = connect(port, '127.0.0.1').on('error', () => {});
  context.after(() => slow.destroy());
  slow.write('GET / HTTP/1.1\r\nHost: ');
  const [socket] = await accepted;
  while (socket.bytesRead === 0) await new Promise(setImmediate);

  // A request that is complete is waited for meanwhile.
  const answered = once(get({ port, host: '127.0.0.1' }), 'response');
  const response = await inFlight;
  const stopped = stop();
  await once(slow.resume(), 'close');
  response.end('finished');
  const [answer] = await answered;
  assert.equal((await answer.setEncoding('utf8').toArray()).join(''), 'finished');
  assert.equal(await stopped, true);
});

test('accepts nothing more', async (context) => {
  const { port, stop } = await serveStoppable(context, (request, response) => response.end());
  await stop();
  await assert.rejects(fetch(`http://127.0.0.1:${port}`), (error) => error.cause.code === 'ECONNREFUSED');
});

test('gives up on a request that takes longer than the limit', async (context) => {
  /** @type {() => void} */
  let received;
  const inFlight = new Promise((resolve) => (received = resolve));
  const { port, stop } = await serveStoppable(context, () => received(), { answerMilliseconds: 1 });
  get({ port, host: '127.0.0.1' }).on('error', () => {});
  await inFlight;
  assert.equal(await stop(), false);
});
