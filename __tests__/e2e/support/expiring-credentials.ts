import type { ServerResponse } from 'node:http';
import { reply, startPassThrough, type PassThrough } from './pass-through';

/** An AWS whose credentials can expire. */
export interface ExpiringCredentials extends PassThrough {
  /** From now on every call is refused. */
  expire(): void;
}

/**
 * Passes everything on to the embedded AWS, whose credentials never expire, until they do.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html
 */
export async function startExpiringCredentials(elsewhere: string): Promise<ExpiringCredentials> {
  let isExpired = false;
  const { endpoint, stop } = await startPassThrough(elsewhere, async (passing) => {
    const { headers, outgoing } = passing;
    if (isExpired) {
      refuse(outgoing, /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1]);
      return;
    }
    await reply(passing);
  });
  return { endpoint, stop, expire: () => (isExpired = true) };
}

const MESSAGE = 'The security token included in the request is expired';

/** Each protocol has its own error: rest-xml, ec2, query, json. */
function refuse(response: ServerResponse, service: string | undefined): void {
  const error = (code: string, message: string) => `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  switch (service) {
    case 's3':
      response.writeHead(400, { 'content-type': 'application/xml' });
      return void response.end(error('ExpiredToken', 'The provided token has expired.'));
    case 'ec2':
      response.writeHead(400, { 'content-type': 'text/xml' });
      return void response.end(
        `<Response><Errors>${error('RequestExpired', 'Request has expired.')}</Errors></Response>`,
      );
    case 'iam':
    case 'sts':
      response.writeHead(403, { 'content-type': 'text/xml' });
      return void response.end(`<ErrorResponse>${error('ExpiredToken', MESSAGE)}</ErrorResponse>`);
    default:
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      return void response.end(JSON.stringify({ __type: 'ExpiredTokenException', message: MESSAGE }));
  }
}
