import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface PassThrough {
  readonly endpoint: string;
  readonly stop: () => void;
}

/** One request, and what can become of it. */
export interface Passing {
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** Passes it on. @returns after AWS has done it */
  readonly toAws: () => Promise<IncomingMessage>;
  readonly outgoing: ServerResponse;
}

/** A server between a client and the embedded AWS, which decides what becomes of each request. */
export async function startPassThrough(
  elsewhere: string,
  handle: (passing: Passing) => Promise<void>,
): Promise<PassThrough> {
  const { host } = new URL(elsewhere);
  const server = createServer((incoming, outgoing) => {
    const { headers, method, url = '/' } = incoming;
    void (async () => {
      const body = await buffer(incoming);
      const toAws = async () => {
        const onward = request(new URL(url, elsewhere), { method, headers: { ...headers, host } });
        onward.end(body);
        const [answer] = (await once(onward, 'response')) as [IncomingMessage];
        return answer;
      };
      await handle({ headers, body, toAws, outgoing });
      // The embedded AWS or the client is gone.
    })().catch(() => outgoing.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Gives the client what AWS has answered. */
export async function reply({ toAws, outgoing }: Passing): Promise<void> {
  const answer = await toAws();
  outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
  answer.pipe(outgoing);
}
