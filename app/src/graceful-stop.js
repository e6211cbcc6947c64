/**
 * @typedef {object} Patience
 * @property {number} requestMilliseconds how long to wait for requests that clients have begun to send
 * @property {number} answerMilliseconds how long to wait for the answers to requests in flight
 */

/**
 * Prepares `server` to be stopped without breaking a request that it is working on. Call it before the server listens.
 *
 * Node's own `server.close()` stops accepting and closes connections that idle between two requests. It waits for
 * connections that have never sent anything, which browsers open in advance, and for those that have sent a part of a
 * request, however slowly; and it lets a client keep its connection after the last answer. All would delay a stop.
 *
 * @param {import('node:http').Server} server
 * @param {Patience} patience
 * @returns {() => Promise<boolean>} stops the server; false if requests were still in flight at the limit
 */
export function prepareGracefulStop(server, { requestMilliseconds, answerMilliseconds }) {
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
    response.once('close', () => {
      responses.delete(response);
      // Its head may have been sent before the stop, and then lets the client keep the connection.
      if (stopping) server.closeIdleConnections();
    });
  });

  /** @param {(socket: import('node:net').Socket) => boolean} isUnused */
  function endConnections(isUnused) {
    for (const socket of sockets) {
      if (isUnused(socket)) socket.destroy();
    }
  }

  return () => {
    stopping = true;
    for (const response of responses) {
      if (!response.headersSent) response.setHeader('connection', 'close');
    }
    endConnections((socket) => socket.bytesRead === 0);
    return new Promise((resolve) => {
      const sending = setTimeout(() => {
        const answered = new Set([...responses].map(({ req }) => req.socket));
        endConnections((socket) => !answered.has(socket));
      }, requestMilliseconds);
      const limit = setTimeout(() => resolve(false), answerMilliseconds);
      server.close(() => {
        clearTimeout(sending);
        clearTimeout(limit);
        resolve(true);
      });
    });
  };
}
