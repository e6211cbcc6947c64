import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { request } from '../../../commands/aws/aws-failure';
import { wrongClock } from '../../../commands/aws/clock';
import { recoverClients } from '../../../commands/recover/recover-clients';
import { awsError } from '../../support/secrets/fake-aws';

const NOW = Date.parse('2025-06-01T12:00:00Z');
const inMinutes = (minutes: number) => new Date(NOW + minutes * 60_000).toUTCString();

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW));
afterEach(() => jest.restoreAllMocks());

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
describe('a clock', () => {
  it.each([
    ['20250601T115900Z is now earlier than 20250601T115901Z (20250601T120401Z - 5 min.)', '5 minutes behind'],
    ['20250601T115900Z is now earlier than 20250601T135500Z (20250601T140000Z - 5 min.)', '2 hours behind'],
    ['20190601T120000Z is now earlier than 20250601T115500Z (20250601T120000Z - 5 min.)', '2192 days behind'],
  ])('is off by what the message of AWS says: %s', (times, words) => {
    expect(wrongClock(`SignatureDoesNotMatch: Signature expired: ${times}`)).toBe(
      `The clock of this computer is ${words} that of AWS`,
    );
  });

  it('is off by what the time of the answer says', () => {
    expect(wrongClock('RequestTimeTooSkewed: too large', false, inMinutes(-30))).toBe(
      'The clock of this computer is 30 minutes ahead of that of AWS',
    );
  });

  it('is wrong by an unknown time where the answer tells none', () => {
    expect(wrongClock('RequestTimeTooSkewed: too large', false, 'soon')).toBe('The clock of this computer is wrong');
  });

  // AWS allows five minutes, and the SDK makes up for four and more.
  it.each([
    [3, undefined],
    [-3, undefined],
    [4, 'The clock of this computer is 4 minutes behind that of AWS'],
    [-4, 'The clock of this computer is 4 minutes ahead of that of AWS'],
  ])('that differs by %d minutes from the answer to refused credentials', (minutes, words) => {
    expect(wrongClock('AuthFailure: not able to validate', true, inMinutes(minutes))).toBe(words);
  });

  it('that is off is no reason for another error', () => {
    expect(wrongClock('ParameterNotFound: ', false, inMinutes(90))).toBeUndefined();
  });
});

describe('what AWS answers', () => {
  let server: Server;
  let answer: { readonly status: number; readonly body: string };

  const clients = () => {
    const { port } = server.address() as AddressInfo;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    return recoverClients({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });
  };

  beforeAll(async () => {
    server = createServer((incoming, response) => {
      incoming.resume();
      response.writeHead(answer.status, { 'content-type': 'text/xml', date: 'Sun, 01 Jun 2025 12:01:00 GMT' });
      response.end(answer.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.close().closeAllConnections();
  });

  const times = 'Signature expired: 20250601T110000Z is now earlier than 20250601T115600Z (20250601T120100Z - 5 min.)';

  it('to a query is taken for the clock', async () => {
    const error = `<Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>${times}</Message></Error>`;
    answer = { status: 403, body: `<ErrorResponse>${error}<RequestId>x</RequestId></ErrorResponse>` };
    const asking = request('sts:GetCallerIdentity', () => clients().sts.send(new GetCallerIdentityCommand({})));
    await expect(asking).rejects.toThrow(
      'The clock of this computer is 61 minutes behind that of AWS, so AWS refused sts:GetCallerIdentity (SignatureDoesNotMatch). Set it: docs/operations.md, "The clock is wrong".',
    );
  });

  it('to a request of S3 is taken for the clock', async () => {
    const message = 'The difference between the request time and the current time is too large.';
    answer = { status: 403, body: `<Error><Code>RequestTimeTooSkewed</Code><Message>${message}</Message></Error>` };
    const asking = request('s3:ListAllMyBuckets', () => clients().s3.send(new ListBucketsCommand({})));
    await expect(asking).rejects.toThrow('The clock of this computer is wrong, so AWS refused s3:ListAllMyBuckets');
  });

  it('to a request of EC2 is taken for either, if the time of the answer is that of this computer', async () => {
    const error = '<Error><Code>RequestExpired</Code><Message>Request has expired.</Message></Error>';
    answer = { status: 400, body: `<Response><Errors>${error}</Errors><RequestID>x</RequestID></Response>` };
    const asking = request('ec2:DescribeVpcs', () => clients().ec2.send(new DescribeVpcsCommand({})));
    await expect(asking).rejects.toThrow(
      /^No usable AWS credentials were found \(RequestExpired\)\. Sign in again, .+ the clock of this computer may be wrong/,
    );
  });

  it('as JSON is taken for the clock, and its message is not repeated where it may contain a value', async () => {
    const error = awsError('InvalidSignatureException', times);
    await expect(request('ssm:PutParameter', () => Promise.reject(error))).rejects.toThrow(
      'The clock of this computer is 61 minutes behind that of AWS, so AWS refused ssm:PutParameter (InvalidSignatureException).',
    );
  });
});
