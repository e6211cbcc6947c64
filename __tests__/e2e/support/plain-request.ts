import { request, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { EmbeddedAwsAccess } from '../../../commands/embedded-aws/embedded-aws';

/** What a request to an embedded AWS says of its sender and its service. Its signature is not checked. */
export function authorization({ credentials }: EmbeddedAwsAccess, service: string): string {
  const scope = `${credentials.accessKeyId}/20260101/ap-northeast-1/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
}

/** Sends a request with exactly these headers, which a client of AWS, or `fetch`, would not. */
export async function send(
  { endpoint }: Pick<EmbeddedAwsAccess, 'endpoint'>,
  headers: OutgoingHttpHeaders,
  { method = 'POST', path = '/', body = '' } = {},
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  return new Promise((resolve, reject) => {
    request(endpoint, { method, path, headers }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode, body: answer }), reject);
    })
      .on('error', reject)
      .end(body);
  });
}

/** Calls SQS, for which no client is installed. */
export async function callSqs(aws: EmbeddedAwsAccess, action: string, input: object): Promise<unknown> {
  const { body } = await callJson(aws, 'sqs', `AmazonSQS.${action}`, input);
  return body === '' ? {} : JSON.parse(body);
}

/** Calls Application Auto Scaling, for which no client is installed. Returns the status where it fails. */
export async function callAutoScaling(aws: EmbeddedAwsAccess, action: string, input: object): Promise<unknown> {
  const { status, body } = await callJson(aws, 'application-autoscaling', `AnyScaleFrontendService.${action}`, input);
  return status === 200 ? JSON.parse(body) : status;
}

async function callJson(aws: EmbeddedAwsAccess, service: string, target: string, input: object) {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    authorization: authorization(aws, service),
  };
  return send(aws, headers, { body: JSON.stringify(input) });
}
