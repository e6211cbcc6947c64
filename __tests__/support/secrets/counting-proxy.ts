import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Passes requests on to an embedded AWS, and counts them by operation. */
export interface CountingProxy {
  readonly endpoint: string;
  /** The requests since the last time that this was asked. */
  takeCounts(): Readonly<Record<string, number>>;
  stop(): void;
}

/** An answer in the place of the embedded AWS's, to an operation and what is sent with it; nothing to let the request through. */
export type InPlace = (
  operation: string,
  body: string,
) => { readonly status: number; readonly xml: string } | undefined;

export async function startCountingProxy(endpoint: string, inPlace: InPlace = () => undefined): Promise<CountingProxy> {
  let counts: Record<string, number> = {};
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const operation = operationOf(request.headers['x-amz-target'], body.toString());
      counts[operation] = (counts[operation] ?? 0) + 1;
      const own = inPlace(operation, body.toString());
      if (own !== undefined) {
        response.writeHead(own.status, { 'content-type': 'text/xml' });
        response.end(own.xml);
        return;
      }
      const headers = Object.fromEntries(
        Object.entries(request.headers).flatMap(([name, value]) =>
          typeof value === 'string' && !['connection', 'content-length', 'host', 'expect'].includes(name)
            ? [[name, value]]
            : [],
        ),
      );
      const answer = await fetch(`${endpoint}${request.url ?? '/'}`, {
        method: request.method,
        headers,
        body: new Uint8Array(body),
      });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    takeCounts: () => {
      const taken = counts;
      counts = {};
      return taken;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** JSON services name the operation in a header, the older ones in the body. */
function operationOf(target: string | string[] | undefined, body: string): string {
  return typeof target === 'string'
    ? (target.split('.').at(-1) ?? target)
    : (new URLSearchParams(body).get('Action') ?? 'unknown');
}
