import { awsClients } from '../../../commands/aws/aws-clients';
import { ParameterStore } from '../../../commands/secrets/parameter-store';
import { parameter } from '../../../lib/secrets/secret-source';
import { startFakeService, type FakeService } from '../../support/operations/fake-service';

const REGION = 'ap-northeast-1';
const THROTTLED = { __type: 'ThrottlingException', message: 'Rate exceeded' };
const names = Array.from({ length: 100 }, (_, index) => `/shop/dev/secret-${index}`);

let service: FakeService | undefined;

afterEach(() => service?.stop());

/** A Parameter Store that refuses some of the calls. */
async function throttling(isThrottled: (call: number) => boolean): Promise<ParameterStore> {
  service = await startFakeService({
    GetParameters: ({ Names }, call) =>
      isThrottled(call) ? THROTTLED : { Parameters: (Names as string[]).map((Name) => ({ Name, Value: 'value' })) },
    PutParameter: (_, call) => (isThrottled(call) ? { __type: 'TooManyUpdates' } : { Version: 2 }),
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const { ssm } = awsClients({ region: REGION, endpoint: service.endpoint, credentials });
  return new ParameterStore(ssm, { partition: 'aws', region: REGION, accountId: '123456789012' });
}

it('reads everything though AWS throttles some of the requests', async () => {
  const store = await throttling((call) => [2, 5, 6].includes(call));
  const values = await store.read(names);
  expect([...values.keys()].sort()).toEqual([...names].sort());
  expect(service?.calls('GetParameters')).toHaveLength(13);
}, 30_000);

it('writes though Parameter Store has too many updates at the moment', async () => {
  const store = await throttling((call) => call === 1);
  const [name = ''] = names;
  const stored = {
    name,
    arn: '',
    version: '1',
    unchanged: false,
    type: 'SecureString',
    tags: {},
    stages: {},
    deleted: false,
  };
  const settings = { source: parameter('secret-0'), replaceKey: false, missingTags: {} };
  await expect(store.write(stored, 'value', settings)).resolves.toBe('2');
  expect(service?.calls('PutParameter')).toHaveLength(2);
}, 30_000);
