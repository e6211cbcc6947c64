import { createServer } from 'node:http';

/**
 * What one client may take of the server. Everybody can open the page, and without limits a few slow clients would take
 * what all others need. https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener
 */
export const LIMITS = {
  /** Milliseconds to send the head of a request, which is nearly all of it here. */
  headersTimeout: 10_000,
  /** Milliseconds to send a whole request: fewer than ECS waits for a container that it stops. */
  requestTimeout: 15_000,
  /** How often the two are looked at, in milliseconds. */
  connectionsCheckingInterval: 1_000,
  /** Milliseconds between two requests: longer than the 60 seconds for which a load balancer keeps a connection to use it again. */
  keepAliveTimeout: 65_000,
  /** Milliseconds in which nothing at all is sent, such as by a client that does not read its answer. */
  silenceTimeout: 30_000,
  /** Bytes of the head of a request. */
  maxHeaderSize: 8_192,
  /** Below 1,024, the number of open files that many systems allow. */
  maxConnections: 512,
};

/**
 * @param {import('node:http').RequestListener} listener
 * @param {typeof LIMITS} [limits]
 */
export function createLimitedServer(listener, { silenceTimeout, maxConnections, ...options } = LIMITS) {
  const server = createServer(options, listener).setTimeout(silenceTimeout);
  server.maxConnections = maxConnections;
  return server;
}
