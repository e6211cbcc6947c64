import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const CONTENT_TYPE = 'application/x-amz-json-1.1';

/** Answers the calls of one operation, by their input and their number, from 1. */
type Answer = (input: Record<string, unknown>, call: number) => object;

export interface FakeService {
  readonly endpoint: string;
  /** The inputs of an operation so far. */
  calls(operation: string): readonly Record<string, unknown>[];
  stop(): void;
}

/**
 * A service of AWS that tells what a test makes it tell, where the embedded AWS never would: it runs no tasks, so none fails, and it
 * never throttles. An answer with a `__type` is an error of that name.
 *
 * @param elsewhere - endpoint that answers what has no answer here. @default - it is denied
 */
export async function startFakeService(
  answers: Readonly<Record<string, Answer>>,
  elsewhere?: string,
): Promise<FakeService> {
  const inputs: Record<string, Record<string, unknown>[]> = {};
  const server = createServer((request, response) => {
    void (async () => {
      const target = String(request.headers['x-amz-target']);
      const operation = target.split('.').at(-1) ?? '';
      const body = await text(request);
      if (elsewhere !== undefined && !(operation in answers)) {
        const { authorization = '' } = request.headers;
        const headers = { authorization, 'content-type': CONTENT_TYPE, 'x-amz-target': target };
        const answer = await fetch(elsewhere, { method: 'POST', headers, body });
        response.writeHead(answer.status, { 'content-type': CONTENT_TYPE });
        response.end(await answer.text());
        return;
      }
      const input = JSON.parse(body) as Record<string, unknown>;
      const calls = (inputs[operation] ??= []);
      calls.push(input);
      const answer = answers[operation]?.(input, calls.length) ?? { __type: 'AccessDeniedException' };
      response.writeHead('__type' in answer ? 400 : 200, { 'content-type': CONTENT_TYPE });
      response.end(JSON.stringify(answer));
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls: (operation) => inputs[operation] ?? [],
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** As JSON 1.1 writes a date. */
export function seconds(date: Date): number {
  return date.getTime() / 1000;
}
