import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type * as Clients from '../../../commands/aws/aws-clients';
import { request } from '../../../commands/aws/aws-failure';
import type * as Store from '../../../commands/stores/parameter-store';
import { parameter } from '../../../lib/secrets/secret-source';
import { startFakeService, type FakeService } from '../../support/operations/fake-service';

const REGION = 'ap-northeast-1';
const THROTTLED = { __type: 'ThrottlingException', message: 'Rate exceeded' };
const names = Array.from({ length: 100 }, (_, index) => `/shop/dev/secret-${index}`);

let service: FakeService | undefined;
let server: Server | undefined;

/** The modules with a clock of their own, which the SDK takes when it is loaded: nothing waits in real time. */
function load() {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  const { awsClients } = jest.requireActual<typeof Clients>('../../../commands/aws/aws-clients');
  const { ParameterStore } = jest.requireActual<typeof Store>('../../../commands/stores/parameter-store');
  return { awsClients, ParameterStore };
}

/** Lets time pass until something is done; meanwhile requests are really made. */
async function passing<T>(work: Promise<T>): Promise<T> {
  const progress = { isDone: false };
  const noteEnd = () => void (progress.isDone = true);
  work.then(noteEnd, noteEnd);
  while (!progress.isDone) {
    jest.advanceTimersByTime(50);
    await new Promise(setImmediate);
  }
  return work;
}

afterEach(() => {
  service?.stop();
  server?.close().closeAllConnections();
  service = undefined;
  server = undefined;
});

/** A Parameter Store that refuses some of the calls. */
async function throttling(isThrottled: (call: number) => boolean): Promise<Store.ParameterStore> {
  const loaded = load();
  service = await startFakeService({
    GetParameters: ({ Names }, call) =>
      isThrottled(call) ? THROTTLED : { Parameters: (Names as string[]).map((Name) => ({ Name, Value: 'value' })) },
    PutParameter: (_, call) => (isThrottled(call) ? { __type: 'TooManyUpdates' } : { Version: 2 }),
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const { ssm } = loaded.awsClients({ region: REGION, endpoint: service.endpoint, credentials });
  return new loaded.ParameterStore(ssm, { partition: 'aws', region: REGION, accountId: '123456789012' });
}

it('reads everything though AWS throttles some of the requests', async () => {
  const store = await throttling((call) => [2, 5, 6].includes(call));
  const values = await passing(store.read(names));
  expect([...values.keys()].sort()).toEqual([...names].sort());
  expect(service?.calls('GetParameters')).toHaveLength(13);
});

it('writes though Parameter Store has too many updates at the moment', async () => {
  const store = await throttling((call) => call === 1);
  const [name = ''] = names;
  const stored = {
    name,
    arn: '',
    version: '1',
    unchanged: false,
    tags: {},
    stages: {},
    deleted: false,
    valueChangedThen: true,
  };
  const settings = { source: parameter('secret-0'), replaceKey: false, missingTags: {} };
  await expect(passing(store.write(stored, 'value', settings))).resolves.toBe('2');
  expect(service?.calls('PutParameter')).toHaveLength(2);
});

it('ends in bounded time when AWS throttles for ever, and says how often it was asked', async () => {
  const start = Date.now();
  const store = await throttling(() => true);
  await expect(passing(store.read(names.slice(0, 1)))).rejects.toThrow(
    /^AWS still throttles ssm:GetParameters at 127\.0\.0\.1 after 8 attempts and \d+ s of waiting \(ThrottlingException\)\./,
  );
  expect(Date.now() - start).toBeLessThan(120_000);
});

it.each<[string, RequestListener]>([
  ['nobody answers', () => undefined],
  ['an answer never ends', (_, response) => void response.on('close', trickle(response))],
])('ends in bounded time when %s', async (_, answer) => {
  const { awsClients } = load();
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { sts } = awsClients({
    ...{ region: REGION, endpoint: `http://127.0.0.1:${port}` },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const start = Date.now();
  const asking = request('sts:GetCallerIdentity', () => sts.send(new GetCallerIdentityCommand({})));
  await expect(passing(asking)).rejects.toThrow(
    /^AWS could not be reached for sts:GetCallerIdentity at 127\.0\.0\.1 after \d attempts.* \(NoAnswer\)\./,
  );
  expect(Date.now() - start).toBeLessThan(60_000);
});

/** Writes so often that no silence is long. Returns what ends it. */
function trickle(response: ServerResponse): () => void {
  response.writeHead(200, { 'content-type': 'text/xml' });
  const timer = setInterval(() => response.write(' '), 1000);
  return () => clearInterval(timer);
}
