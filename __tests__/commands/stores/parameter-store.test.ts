import { ParameterStore } from '../../../commands/stores/parameter-store';
import { parameter } from '../../../lib/secrets/secret-source';
import { awsError, fakeAws, type Answers } from '../../support/secrets/fake-aws';

const location = { partition: 'aws', region: 'ap-northeast-1', accountId: '123456789012' };
const tags = { application: 'shop', environment: 'dev' };
const names = Array.from({ length: 120 }, (_, index) => `/shop/dev/p${index}`);

interface Filter {
  readonly Key: string;
  readonly Values: readonly string[];
}

/** Parameter Store, where the named parameters lack the tag `environment`. */
function storeWith(existing: readonly string[], untagged: readonly string[] = [], answers: Answers = {}) {
  const { calls, clients } = fakeAws({
    DescribeParametersCommand: ({ ParameterFilters }) => {
      const filters = ParameterFilters as readonly Filter[];
      const wanted = filters.find(({ Key }) => Key === 'Name')?.Values ?? [];
      const byTag = filters.some(({ Key }) => Key === 'tag:environment');
      return {
        Parameters: wanted
          .filter((name) => existing.includes(name) && !(byTag && untagged.includes(name)))
          .map((Name) => ({ Name, Version: 1, Type: 'SecureString' })),
      };
    },
    ListTagsForResourceCommand: () => ({ TagList: [{ Key: 'application', Value: 'shop' }] }),
    ...answers,
  });
  return { calls, store: new ParameterStore(clients.ssm, location) };
}

describe('ParameterStore', () => {
  it('describes fifty parameters and their tags with one request', async () => {
    const { calls, store } = storeWith(names);
    const described = await store.describeMany(names, tags);
    expect([...described.keys()]).toEqual(names);
    expect(described.get('/shop/dev/p7')).toMatchObject({
      arn: 'arn:aws:ssm:ap-northeast-1:123456789012:parameter/shop/dev/p7',
      tags,
      version: '1',
      unchanged: true,
    });
    expect(calls).toHaveLength(3);
  });

  it('asks once more for those that were not found by their tags, and for the tags of those that exist', async () => {
    const { calls, store } = storeWith(names.slice(1), ['/shop/dev/p1']);
    const described = await store.describeMany(names, tags);
    expect(described.has('/shop/dev/p0')).toBe(false);
    expect(described.get('/shop/dev/p1')?.tags).toEqual({ application: 'shop' });
    expect(calls.map(({ command }) => command)).toEqual([
      ...Array<string>(4).fill('DescribeParametersCommand'),
      'ListTagsForResourceCommand',
    ]);
  });

  it('writes with the declared type, tier, key and description, after the tags', async () => {
    const { calls, store } = storeWith(names, ['/shop/dev/p1'], {
      AddTagsToResourceCommand: () => ({}),
      PutParameterCommand: () => ({ Version: 2 }),
    });
    const stored = (await store.describe(['/shop/dev/p1'], tags)).get('/shop/dev/p1');
    if (stored === undefined) {
      throw new Error('not found');
    }
    const source = parameter('p1', { description: 'A token', tier: 'Advanced' });
    const settings = { source, keyArn: 'arn:key', replaceKey: true, missingTags: { environment: 'dev' } };
    await expect(store.write(stored, 'x', settings)).resolves.toBe('2');
    expect(calls.slice(-2)).toEqual([
      {
        command: 'AddTagsToResourceCommand',
        input: { ResourceType: 'Parameter', ResourceId: '/shop/dev/p1', Tags: [{ Key: 'environment', Value: 'dev' }] },
      },
      {
        command: 'PutParameterCommand',
        input: {
          Name: '/shop/dev/p1',
          Value: 'x',
          Type: 'SecureString',
          Overwrite: true,
          Description: 'A token',
          Tier: 'Advanced',
          KeyId: 'arn:key',
        },
      },
    ]);
  });

  it('says what to do when AWS refuses to change the type', async () => {
    const { store } = storeWith(names, [], {
      PutParameterCommand: () => {
        throw awsError('HierarchyTypeMismatchException');
      },
    });
    const stored = (await store.describe(['/shop/dev/p1'], tags)).get('/shop/dev/p1');
    if (stored === undefined) {
      throw new Error('not found');
    }
    const writing = store.write(stored, 'x', { source: parameter('p1'), replaceKey: false, missingTags: {} });
    await expect(writing).rejects.toThrow(
      'AWS does not turn /shop/dev/p1 into a SecureString. Delete it, deploy, which creates it again, and set it.',
    );
  });

  it('keeps an advanced parameter, which AWS cannot make standard again', async () => {
    const { calls, store } = storeWith(names, [], { PutParameterCommand: () => ({ Version: 2 }) });
    const stored = (await store.describe(['/shop/dev/p1'], tags)).get('/shop/dev/p1');
    if (stored === undefined) {
      throw new Error('not found');
    }
    await store.write({ ...stored, tier: 'Advanced' }, 'x', {
      source: parameter('p1'),
      replaceKey: false,
      missingTags: {},
    });
    expect(calls.at(-1)?.input.Tier).toBe('Advanced');
  });
});
