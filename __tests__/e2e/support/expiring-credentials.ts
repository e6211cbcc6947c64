import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An AWS whose credentials can expire. */
export interface ExpiringCredentials {
  readonly endpoint: string;
  /** From now on every call is refused. */
  expire(): void;
  stop(): void;
}

/**
 * Passes everything on to the embedded AWS, whose credentials never expire, until they do.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html
 */
export async function startExpiringCredentials(elsewhere: string): Promise<ExpiringCredentials> {
  let isExpired = false;
  const server = createServer((incoming, outgoing) => {
    const { headers, method, url = '/' } = incoming;
    if (isExpired) {
      incoming.resume();
      refuse(outgoing, /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1]);
      return;
    }
    const { host } = new URL(elsewhere);
    const onward = request(new URL(url, elsewhere), { method, headers: { ...headers, host } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    // The embedded AWS or the client is gone.
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    expire: () => (isExpired = true),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
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
