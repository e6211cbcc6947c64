import { reply, startPassThrough, type PassThrough } from './pass-through';

/**
 * Passes everything on to the embedded AWS, but closes the connection in the place of the first reply to each of some operations: it
 * was done, and the client cannot know.
 *
 * @param operations - as `CreateVpc`
 */
export function startLosingReplies(elsewhere: string, operations: readonly string[]): Promise<PassThrough> {
  const left = new Set(operations);
  return startPassThrough(elsewhere, async (passing) => {
    const { headers, body, toAws, outgoing } = passing;
    const target = String(headers['x-amz-target']).split('.').at(-1);
    const operation = /(?:^|&)Action=(\w+)/.exec(body.toString('latin1'))?.[1] ?? target ?? '';
    if (!left.delete(operation)) {
      return reply(passing);
    }
    (await toAws()).resume();
    outgoing.destroy();
  });
}
