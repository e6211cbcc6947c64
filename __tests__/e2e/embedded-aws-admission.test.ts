import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { DescribeParametersCommand } from '@aws-sdk/client-ssm';
import { assumeRole } from '../../commands/aws/assume-role';
import { awsClients, type AwsClients } from '../../commands/aws/aws-clients';
import { OFFERED_SERVICES, startEmbeddedAws, type EmbeddedAws } from '../../commands/embedded-aws/embedded-aws';
import { authorization, send } from './support/plain-request';

let directory: string;
let aws: EmbeddedAws;
let port: string;
let clients: AwsClients;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'embedded-aws-admission-'));
  aws = await startEmbeddedAws({ processEnvironment: process.env, logFile: join(directory, 'aws.log') });
  ({ port } = new URL(aws.endpoint));
  clients = awsClients({ region: 'ap-northeast-1', endpoint: aws.endpoint, credentials: aws.credentials });
});
afterAll(async () => {
  await aws.stop();
  await rm(directory, { recursive: true });
});

/** A request that would be answered. */
const accepted = () => ({
  host: `127.0.0.1:${port}`,
  authorization: authorization(aws, 'ssm'),
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'AmazonSSM.DescribeParameters',
});

test('who knows its address and access key is answered', async () => {
  expect(await send(aws, accepted(), { body: '{}' })).toMatchObject({ status: 200 });
});

describe('it refuses', () => {
  // https://fetch.spec.whatwg.org/#origin-header and https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
  test.each([
    { origin: 'https://example.com' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: '' },
  ])('a page: %j', async (headers) => {
    expect(await send(aws, { ...accepted(), ...headers }, { body: '{}' })).toEqual({
      status: 403,
      body: expect.stringContaining('answers no web page') as string,
    });
  });

  test('a page of its own address, and what a browser asks before a request', async () => {
    const origin = aws.endpoint;
    expect(await send(aws, { ...accepted(), origin }, { body: '{}' })).toMatchObject({ status: 403 });
    const preflight = { host: `127.0.0.1:${port}`, origin, 'access-control-request-method': 'POST' };
    expect(await send(aws, preflight, { method: 'OPTIONS' })).toMatchObject({ status: 403 });
  });

  // A page whose name is resolved to the loopback address is of the same origin (DNS rebinding): https://crbug.com/98357
  test.each(['example.com', 'localhost', '127.0.0.1.example.com', '[::1]', '127.0.0.2', '127.1', '0.0.0.0', ''])(
    'any other name of it: %j',
    async (name) => {
      expect(await send(aws, { ...accepted(), host: `${name}:${port}` }, { body: '{}' })).toEqual({
        status: 403,
        body: expect.stringContaining(`answers only as 127.0.0.1:${port}`) as string,
      });
    },
  );

  test('its address without the port, or with another one', async () => {
    for (const host of ['127.0.0.1', '127.0.0.1:1', `127.0.0.1:${port}0`]) {
      expect(await send(aws, { ...accepted(), host }, { body: '{}' })).toMatchObject({ status: 403 });
    }
  });

  test('another name in the request line, two names, and none', async () => {
    const path = `http://example.com:${port}/`;
    expect(await send(aws, accepted(), { path, body: '{}' })).toMatchObject({ status: 403 });
    for (const hosts of [`Host: example.com\r\nHost: 127.0.0.1:${port}\r\n`, '']) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(`GET / HTTP/1.0\r\n${hosts}Authorization: ${authorization(aws, 'ssm')}\r\n\r\n`);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 403 /);
    }
  });

  const keys: readonly (readonly [string, (key: string) => string])[] = [
    ['another run', () => `rehearsal-${'0'.repeat(32)}`],
    ['the documentation of AWS', () => 'AKIAIOSFODNN7EXAMPLE'],
    ['nobody', () => ''],
    ['this run, cut off', (key) => key.slice(0, -1)],
    ['this run, and more', (key) => `${key}0`],
    ['this run, in capitals', (key) => key.toUpperCase()],
    ['somebody whose name is not in ASCII', () => 'clé'],
  ];
  test.each(keys)('the access key of %s', async (_whose, change) => {
    const { accessKeyId } = aws.credentials;
    const header = Buffer.from(accepted().authorization.replace(accessKeyId, change(accessKeyId))).toString('latin1');
    expect(await send(aws, { ...accepted(), authorization: header }, { body: '{}' })).toEqual({
      status: 403,
      body: expect.stringContaining('only the access key of this run') as string,
    });
  });

  test('an access key in any other place', async () => {
    const { accessKeyId } = aws.credentials;
    const { authorization: _none, ...anonymous } = accepted();
    const scope = encodeURIComponent(`${accessKeyId}/20260101/ap-northeast-1/ssm/aws4_request`);
    const signed = `/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${scope}&X-Amz-Signature=none`;
    const requests = [
      send(aws, anonymous, { body: '{}' }),
      send(aws, anonymous, { path: signed, body: '{}' }),
      send(aws, { ...accepted(), authorization: `AWS ${accessKeyId}:signature` }, { body: '{}' }),
      send(aws, { ...accepted(), authorization: `Bearer ${accessKeyId}` }, { body: '{}' }),
    ];
    expect((await Promise.all(requests)).map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });

  // moto has an interface of its own, which tells and changes everything, and the metadata of a machine with its role's credentials.
  test.each([
    '/moto-api/',
    '/moto-api/data.json',
    '/moto-api/reset',
    '/moto-api/state-manager/set-transition',
    '/favicon.ico',
    '/latest/meta-data/iam/security-credentials/',
    '/latest/api/token',
  ])('%s, whoever asks', async (path) => {
    expect(await send(aws, accepted(), { path })).toMatchObject({ status: 403 });
    expect(await send(aws, accepted(), { path, method: 'GET' })).toMatchObject({ status: 403 });
  });

  test.each(['rds', 'lambda', 'dynamodb', 'execute-api', 'cloudformation', 'bedrock', 'no-such-service'])(
    'the service %s',
    async (service) => {
      const headers = { ...accepted(), authorization: authorization(aws, service), 'x-amz-target': 'X_20120810.List' };
      expect(await send(aws, headers, { body: '{}' })).toEqual({
        status: 403,
        body: expect.stringContaining(`offers only ${OFFERED_SERVICES.join(', ')}`) as string,
      });
    },
  );
});

test('the services that the stacks use are offered', async () => {
  const asSigned: Readonly<Record<string, string>> = {
    applicationautoscaling: 'application-autoscaling',
    cloudwatch: 'monitoring',
    elbv2: 'elasticloadbalancing',
  };
  for (const service of OFFERED_SERVICES) {
    const headers = { host: `127.0.0.1:${port}`, authorization: authorization(aws, asSigned[service] ?? service) };
    const { status } = await send(aws, headers, { path: '/schedules', method: 'GET' });
    expect([service, status]).not.toEqual([service, 403]);
  }
});

describe('an assumed role', () => {
  const roleArn = 'arn:aws:iam::123456789012:role/reader';

  test('is admitted with the access key that it got here, also in another account', async () => {
    for (const arn of [roleArn, 'arn:aws:iam::210987654321:role/reader']) {
      const credentials = await assumeRole(clients.sts, arn);
      const { iam } = clients.as(credentials ?? aws.credentials);
      expect(await iam.send(new ListRolesCommand({}))).toMatchObject({ Roles: [] });
    }
  });

  test('is not admitted with one that it got elsewhere', async () => {
    const other = await startEmbeddedAws({ processEnvironment: process.env, logFile: join(directory, 'other.log') });
    const { endpoint, credentials } = other;
    const { sts } = awsClients({ region: 'ap-northeast-1', endpoint, credentials });
    const foreign = await assumeRole(sts, roleArn);
    await other.stop();
    const { iam } = clients.as(foreign ?? { accessKeyId: '', secretAccessKey: '' });
    await expect(iam.send(new ListRolesCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });
});

test('a client of AWS tells the reason, whatever protocol the service has', async () => {
  const stranger = { accessKeyId: 'test', secretAccessKey: 'test' };
  const { iam, ssm } = clients.as(stranger);
  const ec2 = new EC2Client({ region: 'ap-northeast-1', endpoint: aws.endpoint, credentials: stranger });
  const reason = {
    name: 'InvalidClientTokenId',
    message: 'The embedded AWS accepts only the access key of this run.',
    $metadata: expect.objectContaining({ httpStatusCode: 403 }) as object,
  };
  await expect(ssm.send(new DescribeParametersCommand({}))).rejects.toMatchObject(reason);
  await expect(iam.send(new ListRolesCommand({}))).rejects.toMatchObject(reason);
  await expect(ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject(reason);
});

test('nothing of all this failed inside moto', async () => {
  expect(await readFile(join(directory, 'aws.log'), 'utf8')).not.toContain('Traceback');
});

test('a program that takes the port before moto does is not taken for it', async () => {
  const server = `require('http').createServer((_, response) => response.end()).listen(process.argv[1], '127.0.0.1')`;
  const lines = [
    '#!/bin/sh',
    `echo "embedded AWS: moto 5.2.1 with this project's extension" >&2`,
    `timeout 2 node --eval "${server}" "$4" >/dev/null 2>&1 &`,
    'sleep 1; echo "Address already in use" >&2; exit 1',
  ];
  const program = join(directory, 'moto_server');
  await writeFile(program, lines.join('\n'));
  await chmod(program, 0o755);
  const processEnvironment = { PATH: `${directory}:${process.env.PATH}` };
  const started = startEmbeddedAws({ processEnvironment, logFile: join(directory, 'taken.log') });
  await expect(started).rejects.toThrow(/did not start:\n.*\nAddress already in use/);
});
