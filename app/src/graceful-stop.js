/**
 * Prepares `server` to be stopped without breaking a request that it is working on. Call it before the server listens.
 *
 * Node's own `server.close()` stops accepting and closes connections that idle between two requests. It waits for
 * connections that have never sent anything, which browsers open in advance, and lets a client keep its connection
 * after the last answer. Either would delay a stop.
 *
 * @param {import('node:http').Server} server
 * @param {number} limitMilliseconds how long to wait for requests in flight
 * @returns {() => Promise<boolean>} stops the server; false if requests were still in flight at the limit
 */
export function prepareGracefulStop(server, limitMilliseconds) {
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  /** @type {Set<import('node:http').ServerResponse>} */
  const responses = new Set();
  let stopping = false;

  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', (request, response) => {
    if (stopping) response.setHeader('connection', 'close');
    responses.add(response);
    response.once('close', () => responses.delete(response));
  });

  return () => {
    stopping = true;
    for (const response of responses) {
      if (!response.headersSent) response.setHeader('connection', 'close');
    }
    for (const socket of sockets) {
      if (socket.bytesRead === 0) socket.destroy();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), limitMilliseconds);
      server.close(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  };
}
