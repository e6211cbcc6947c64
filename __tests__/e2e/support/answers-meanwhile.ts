import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** Whether a service answers a request while it is at another one, which takes five seconds. */
export async function answersMeanwhile(endpoint: string): Promise<boolean> {
  const request = async (operation: string, input: object): Promise<unknown> => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${operation}`,
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/ap-northeast-1/sqs/aws4_request',
      },
      body: JSON.stringify(input),
    });
    return answer.json();
  };
  const { QueueUrl } = z.object({ QueueUrl: z.string() }).parse(await request('CreateQueue', { QueueName: 'empty' }));
  const long = request('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 5 });
  // Long enough to be sure that it has arrived.
  await delay(500);
  const short = request('ListQueues', {});
  const isAnswered = await Promise.race([short.then(() => true), delay(3000, false)]);
  await Promise.all([long, short]);
  return isAnswered;
}
