import { AwsFailure } from '../../../commands/aws/aws-failure';
import type { SecretStore, StoredSecret } from '../../../commands/stores/secret-store';
import { SecretStores } from '../../../commands/stores/secret-stores';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { awsError, fakeSession } from '../../support/secrets/fake-aws';
import { existingSecret, parameter, secretsManager, type SecretSource } from '../../../lib/secrets/secret-source';

/** A store that has everything that it is asked for, and remembers by which names and tags it was asked. */
function store() {
  const asked: unknown[] = [];
  const answer = <T>(value: (name: string) => T) =>
    jest.fn((names: readonly string[], tags?: Readonly<Record<string, string>>) => {
      asked.push(tags === undefined ? names : [...names, Object.keys(tags)]);
      return Promise.resolve(new Map(names.map((name) => [name, value(name)])));
    });
  const secretStore = {
    describe: answer((name) => ({ name }) as StoredSecret),
    describeMany: answer((name) => ({ name }) as StoredSecret),
    read: answer((name) => `value of ${name}`),
  };
  return { ...secretStore, asked, as: secretStore as Partial<SecretStore> as SecretStore };
}

const named = (source: SecretSource) => ({ source, storedName: source.name });
const [token, database, shared] = [parameter('token'), secretsManager('database'), existingSecret('shared')].map(named);
const secrets = [database, token, shared].flatMap((secret) => secret ?? []);

function storesOf(parameters = store(), secretsManagers = store()) {
  const stores = { 'parameter-store': parameters.as, 'secrets-manager': secretsManagers.as };
  return {
    parameters,
    secretsManagers,
    stores: new SecretStores({ application: 'shop', name: 'dev' }, ({ store: name }) => stores[name]),
  };
}

const TAGS = ['application', 'environment', 'managed-by'];

test('each store is asked for its own, with tags for what the stack manages', async () => {
  const { parameters, secretsManagers, stores } = storesOf();
  const found = await stores.describe(secrets, 'listed');
  expect(new Set(found.keys())).toEqual(new Set(secrets));
  expect(parameters.asked).toEqual([['token', TAGS]]);
  expect(secretsManagers.asked).toEqual([
    ['database', TAGS],
    ['shared', []],
  ]);
  expect(secretsManagers.describe).not.toHaveBeenCalled();
});

test('what must be known as it is now is not taken from lists', async () => {
  const { secretsManagers, stores } = storesOf();
  expect((await stores.describe(secrets, 'now')).size).toBe(secrets.length);
  expect(secretsManagers.describeMany).not.toHaveBeenCalled();
});

test('what cannot be read in one store leaves the values of the other', async () => {
  const { secretsManagers, stores } = storesOf();
  const denied = new AwsFailure('denied', 'AccessDeniedException');
  secretsManagers.read.mockRejectedValue(denied);
  const { values, unreadable } = await stores.read(secrets);
  expect([...values]).toEqual([[token, 'value of token']]);
  expect([...unreadable]).toEqual([
    [database, denied],
    [shared, denied],
  ]);
});

test('what another account denies leaves the values of this one, and of a third', async () => {
  const arnIn = (accountId: string) => `arn:aws:secretsmanager:ap-northeast-1:${accountId}:secret:x-AbCdEf`;
  const foreign = (accountId: string) => existingSecret(arnIn(accountId), { accountId, keyArn: 'not looked at' });
  const environment = {
    ...environmentConfig({
      parameters: [],
      services: {
        web: serviceDefinition({
          secrets: { A: existingSecret('a'), B: foreign('444455556666'), C: foreign('777788889999') },
        }),
      },
    }),
    name: 'dev',
  };
  const { calls, session } = fakeSession(environment, {
    GetSecretValueCommand: ({ SecretId }) => {
      if (SecretId === arnIn('444455556666')) {
        throw awsError('AccessDeniedException');
      }
      return { Name: 'x', SecretString: `value of ${String(SecretId)}` };
    },
  });
  const { values, unreadable } = await session.stores.read(session.inventory);
  expect([...values.values()].sort()).toEqual(['value of a', `value of ${arnIn('777788889999')}`]);
  expect([...unreadable.keys()].map(({ storedName }) => storedName)).toEqual([arnIn('444455556666')]);
  // What a batch answers has names, and not the ARNs that were asked for.
  expect(calls.map(({ command }) => command)).not.toContain('BatchGetSecretValueCommand');
});

test('any other failure is one of the whole', async () => {
  const { parameters, stores } = storesOf();
  parameters.read.mockRejectedValue(new Error('the network is down'));
  await expect(stores.read(secrets)).rejects.toThrow('the network is down');
});
