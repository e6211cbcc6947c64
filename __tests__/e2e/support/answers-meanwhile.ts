import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { EmbeddedAwsAccess } from '../../../commands/embedded-aws/embedded-aws';
import { callSqs } from './plain-request';

/** Whether a service answers a request while it is at another one, which takes five seconds. */
export async function answersMeanwhile(aws: EmbeddedAwsAccess): Promise<boolean> {
  const created = await callSqs(aws, 'CreateQueue', { QueueName: 'empty' });
  const { QueueUrl } = z.object({ QueueUrl: z.string() }).parse(created);
  const long = callSqs(aws, 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 5 });
  // Long enough to be sure that it has arrived.
  await delay(500);
  const short = callSqs(aws, 'ListQueues', {});
  const isAnswered = await Promise.race([short.then(() => true), delay(3000, false)]);
  await Promise.all([long, short]);
  return isAnswered;
}
