import { Readable } from 'node:stream';
import type { SSMClient } from '@aws-sdk/client-ssm';

/** Name of the error for an endpoint that does not answer. */
export const NO_ANSWER = 'NoAnswer';

/** How the SDK names what took too long. */
const TIMEOUT = 'TimeoutError';

/** The requests of these commands are answered in less than a second. */
const ANSWER_MILLISECONDS = 15_000;

export const TIMEOUTS = {
  connectionTimeout: 5000,
  requestTimeout: ANSWER_MILLISECONDS,
  socketTimeout: ANSWER_MILLISECONDS,
};

/**
 * Ends requests that would hang: an answer that has begun must be there in time, too, and an endpoint that does not answer in time is
 * asked only once more, because eight attempts would take minutes. An error tells the host that was asked, as `asked`.
 */
export function bounded<Client extends { readonly middlewareStack: unknown }>(client: Client): Client {
  const waited = new WeakSet<object>();
  // The stacks differ only in the types of what runs through them.
  const stack = client.middlewareStack as SSMClient['middlewareStack'];
  stack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (!(error instanceof Error)) {
          throw error;
        }
        const asked = hostOf(args.request);
        if (error.name !== TIMEOUT) {
          throw Object.assign(error, { asked });
        }
        if (waited.has(context)) {
          throw Object.assign(new Error(error.message), { name: NO_ANSWER, asked });
        }
        waited.add(context);
        throw error;
      }
    },
    { step: 'deserialize', priority: 'high' },
  );
  // Next to the connection, before the answer is read. Its own timeouts end a silence, and not an answer that goes on for ever.
  stack.add(
    (next) => async (args) => {
      const result = await next(args);
      endInTime(result.response);
      return result;
    },
    { step: 'deserialize', priority: 'low' },
  );
  return client;
}

function hostOf(request: unknown): string | undefined {
  return typeof request === 'object' && request !== null && 'hostname' in request
    ? String(request.hostname)
    : undefined;
}

function endInTime(response: unknown): void {
  const body = typeof response === 'object' && response !== null && 'body' in response ? response.body : undefined;
  if (body instanceof Readable) {
    const late = Object.assign(new Error(`The answer took more than ${ANSWER_MILLISECONDS} ms.`), { name: TIMEOUT });
    const timer = setTimeout(() => body.destroy(late), ANSWER_MILLISECONDS);
    body.once('close', () => clearTimeout(timer));
  }
}
