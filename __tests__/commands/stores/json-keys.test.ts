import { changeJsonKeys, mergeKeys } from '../../../commands/stores/json-keys';
import { PLACEHOLDER } from '../../../lib/secrets/secret-names';
import { awsError, fakeAws } from '../../support/secrets/fake-aws';

/** One secret that behaves as Secrets Manager documents it, and lets a test act in the middle of a change. */
function fakeSecret(initial?: string) {
  const versions = new Map<string, string>(initial === undefined ? [] : [['v0', initial]]);
  const labels: { current?: string; previous?: string } = initial === undefined ? {} : { current: 'v0' };
  const beforePut: (() => void)[] = [];
  const put = (id: string, value: string) => {
    if (versions.has(id) && versions.get(id) !== value) {
      throw awsError('ResourceExistsException');
    }
    if (!versions.has(id)) {
      versions.set(id, value);
      labels.previous = labels.current;
      labels.current = id;
    }
  };
  const { calls, clients } = fakeAws({
    DescribeSecretCommand: () => ({
      VersionIdsToStages: {
        ...(labels.current !== undefined && { [labels.current]: ['AWSCURRENT'] }),
        ...(labels.previous !== undefined && { [labels.previous]: ['AWSPREVIOUS'] }),
      },
    }),
    GetSecretValueCommand: ({ VersionId }) => ({ SecretString: versions.get(String(VersionId)) }),
    PutSecretValueCommand: ({ ClientRequestToken, SecretString }) => {
      beforePut.shift()?.();
      put(String(ClientRequestToken), String(SecretString));
      return { VersionId: ClientRequestToken };
    },
  });
  return {
    calls,
    labels,
    put,
    beforePut,
    value: () => versions.get(labels.current ?? ''),
    set: (keys: Record<string, string>, check: (value: string) => void = () => undefined) =>
      changeJsonKeys(clients.secretsManager, { name: 'shop/db', arn: 'arn:db', keys, check }),
  };
}

afterEach(() => jest.restoreAllMocks());

describe('changeJsonKeys', () => {
  it('changes only the given keys', async () => {
    const secret = fakeSecret('{"user":"a","port":5432}');
    await secret.set({ password: 'b' });
    expect(secret.value()).toBe('{"user":"a","port":5432,"password":"b"}');
  });

  it.each([
    ['the placeholder', PLACEHOLDER],
    ['a secret without a version', undefined],
  ])('takes %s for an empty object', async (_, initial) => {
    const secret = fakeSecret(initial);
    await secret.set({ user: 'a' });
    expect(secret.value()).toBe('{"user":"a"}');
  });

  it('keeps what another writer changed after the secret was read', async () => {
    const secret = fakeSecret('{}');
    await Promise.all([secret.set({ a: '1' }), secret.set({ b: '2' }), secret.set({ c: '3' })]);
    expect(JSON.parse(secret.value() ?? '')).toEqual({ a: '1', b: '2', c: '3' });
  });

  it('reports when something that does not choose its version id was overtaken', async () => {
    const secret = fakeSecret('{}');
    secret.beforePut.push(() => secret.put('made-by-the-console', '{"other":"x"}'));
    await expect(secret.set({ a: '1' })).rejects.toThrow(
      'That version, made-by-the-console, is now AWSPREVIOUS, and what it changed is not in the current one.',
    );
  });

  it('writes again after AWSCURRENT was moved back to an earlier version', async () => {
    const secret = fakeSecret('{}');
    const first = await secret.set({ a: 'wrong' });
    Object.assign(secret.labels, { current: 'v0', previous: first });
    await secret.set({ a: 'right' });
    expect(secret.value()).toBe('{"a":"right"}');
  });

  it('gives up with a reason when each try is refused', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0); // It waits at random between two tries.
    const secret = fakeSecret('{}');
    secret.beforePut.push(
      ...Array.from({ length: 10 }, () => () => {
        throw awsError('ResourceExistsException');
      }),
    );
    await expect(secret.set({ a: '1' })).rejects.toThrow(
      'shop/db could not be changed: somebody else changed it each time',
    );
  });

  it('writes nothing that the check refuses', async () => {
    const secret = fakeSecret('{}');
    const refuse = () => {
      throw new Error('refused');
    };
    await expect(secret.set({ a: '1' }, refuse)).rejects.toThrow('refused');
    expect(secret.calls.map(({ command }) => command)).not.toContain('PutSecretValueCommand');
  });
});

describe('mergeKeys', () => {
  it.each(['canary', '["canary"]', '{"canary', '{"a":"canary","a":"x"}'])(
    'refuses a value that is not a JSON object, or not a clear one, without showing it',
    (value) => {
      const merge = () => mergeKeys('shop/db', value, { a: '1' });
      expect(merge).toThrow(
        'shop/db is not a JSON object, or has two different values under one name, so no key of it can be set. Set its whole value.',
      );
      expect(merge).not.toThrow(/canary/);
    },
  );

  it('keeps every digit of the other numbers', () => {
    expect(
      mergeKeys('shop/db', '{"nested":[{"id":12345678901234567890,"rate":0.1234567890123456789}]}', { a: '1' }),
    ).toBe('{"nested":[{"id":12345678901234567890,"rate":0.1234567890123456789}],"a":"1"}');
  });
});
