import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** Sends two requests to one service, of which the first takes seconds, and tells in which order they are answered. */
export async function orderOfAnswers(endpoint: string): Promise<string[]> {
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
  const answered: string[] = [];
  const first = request('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 2 }).then(() => answered.push('first'));
  // Long enough to be sure that it has arrived.
  await delay(500);
  const second = request('ListQueues', {}).then(() => answered.push('second'));
  await Promise.all([first, second]);
  return answered;
}
