import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

import { createLimitedServer, LIMITS } from '../src/limited-server.js';

/**
 * Serves with the limits, some of them changed, on a free port of the loopback interface.
 *
 * @param {import('node:test').TestContext} context
 * @param {Partial<typeof LIMITS>} limits
 */
async function serveLimited(context, limits = {}) {
  const server = createLimitedServer((incoming, response) => response.end('answer'), { ...LIMITS, ...limits });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address();
  /** @param {string} sent */
  const open = (sent) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(sent);
    context.after(() => socket.destroy());
    return socket;
  };
  return { port, open };
}

test('a head of a request may have 8 KiB, and no more', async (context) => {
  const { port } = await serveLimited(context);
  /** @param {number} bytes */
  const statusOf = async (bytes) => {
    const sent = request({ port, host: '127.0.0.1', headers: { padding: 'x'.repeat(bytes) } }).end();
    const [response] = await once(sent, 'response');
    response.resume();
    return response.statusCode;
  };
  assert.equal(await statusOf(LIMITS.maxHeaderSize - 256), 200);
  assert.equal(await statusOf(LIMITS.maxHeaderSize), 431);
});

test('who sends a request too slowly gets no answer', async (context) => {
  const soon = { headersTimeout: 20, requestTimeout: 20, connectionsCheckingInterval: 10 };
  const { open } = await serveLimited(context, soon);
  assert.match(await text(open('GET / HTTP/1.1\r\nHost: ')), /^HTTP\/1\.1 408 /);
});

test('a connection on which nothing is sent ends', async (context) => {
  const { open } = await serveLimited(context, { silenceTimeout: 20 });
  assert.equal(await text(open('')), '');
});

test('a connection that would be one too many is ended at once', async (context) => {
  const { open } = await serveLimited(context, { maxConnections: 2 });
  const answered = [open('GET / HTTP/1.1\r\nHost: a\r\n\r\n'), open('GET / HTTP/1.1\r\nHost: a\r\n\r\n')];
  for (const socket of answered) assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 200 /);
  assert.equal(await text(open('GET / HTTP/1.1\r\nHost: a\r\n\r\n')), '');
});
