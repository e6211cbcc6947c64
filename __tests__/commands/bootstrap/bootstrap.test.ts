import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, refuseUndo, undoBootstrap } from '../../../commands/bootstrap/bootstrap';
import { StateStore } from '../../../commands/bootstrap/state-store';
import { survey } from '../../../commands/bootstrap/survey';
import { accountConfig, environmentConfig } from '../../support/environment-config';
import { FakeBucket } from '../../support/fake-bucket';

const account = { ...accountConfig({ application: 'shop' }), name: 'account' };
const { stateBucket: bucket } = account;
const member = environmentConfig({
  application: 'shop',
  account: 'account',
  accountId: undefined,
  stateBackend: { type: 's3', bucket },
});
const environments = {
  dev: member,
  stg: member,
  local: { ...member, stateBackend: { type: 'local' } },
  foreign: { ...member, account: 'other' },
} as const;

let directory: string;
let s3: FakeBucket;
let done: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  s3 = new FakeBucket();
  done = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

const state = (lineage: string, serial = 1, resources: readonly unknown[] = [{}]) =>
  JSON.stringify({ version: 4, lineage, serial, resources });
const fileOf = (stack: string) => join(directory, '.terraform-state', `${stack}.tfstate`);
const inFile = (stack: string) => (existsSync(fileOf(stack)) ? readFileSync(fileOf(stack), 'utf8') : undefined);
async function write(stack: string, text: string) {
  await mkdir(join(directory, '.terraform-state'), { recursive: true });
  await writeFile(fileOf(stack), text);
}

const store = () => new StateStore(s3.client, bucket, '123456789012');
const look = () => survey(account, environments, store(), directory);
const settings = () => ({
  store: store(),
  identityTags: { application: 'shop' },
  stack: {
    deploy: async (isContinued: boolean) => {
      done.push(isContinued ? 'deployed again' : 'deployed');
      s3.exists = true;
      await write('account', state('account'));
    },
    destroy: () => {
      done.push('destroyed');
      s3.exists = false;
      return Promise.resolve();
    },
  },
  note: () => undefined,
});
const run = async () => bootstrap(await look(), settings());
const undo = async () => {
  const found = await look();
  refuseUndo(found, bucket);
  await undoBootstrap(found, settings());
};

describe('an account', () => {
  test('is deployed, and its state and those of its environments that were deployed are moved', async () => {
    s3.exists = false;
    await write('dev', state('dev'));
    await write('stg', state('stg', 1, []));
    await write('local', state('local'));
    await write('foreign', state('foreign'));
    await run();
    expect(done).toEqual(['deployed']);
    expect(Object.fromEntries(s3.objects)).toEqual({
      'shop/account.tfstate': state('account'),
      'shop/dev.tfstate': state('dev'),
    });
    expect(['account', 'dev', 'local', 'foreign'].map((stack) => inFile(stack) !== undefined)).toEqual([
      ...[false, false],
      ...[true, true],
    ]);
    expect(readFileSync(`${fileOf('dev')}.moved`, 'utf8')).toBe(state('dev'));
  });

  test('that was deployed is not deployed again, and a new state is still moved', async () => {
    s3.objects.set('shop/account.tfstate', state('account', 7));
    await write('dev', state('dev'));
    await run();
    expect(done).toEqual([]);
    expect([...s3.objects.keys()]).toEqual(['shop/account.tfstate', 'shop/dev.tfstate']);
  });

  // An interruption leaves a bucket without anything, a file without an object, or both.
  test.each<[string, () => Promise<void>]>([
    ['the bucket was created and nothing written down', () => Promise.resolve()],
    ['a part was created', () => write('account', state('account'))],
  ])('is deployed to the end where %s', async (_where, interrupted) => {
    await interrupted();
    await run();
    expect(done).toEqual(['deployed again']);
    expect([...s3.objects.keys()]).toEqual(['shop/account.tfstate']);
  });

  test('whose state is moved, and still in its file, is not moved again', async () => {
    s3.objects.set('shop/account.tfstate', state('account', 2));
    await write('account', state('account', 2));
    await run();
    expect([done, inFile('account')]).toEqual([[], undefined]);
  });

  test('takes an empty bucket for its own only if nothing is in it', async () => {
    s3.objects.set('photos/cat.jpg', 'canary');
    await expect(run()).rejects.toThrow(
      `The bucket ${bucket} contains photos/cat.jpg, but not the state of the account`,
    );
    expect([done, s3.tags]).toEqual([[], undefined]);
  });
});

describe('a state', () => {
  test.each([
    ['that neither was made from', state('other'), 'neither was made from the other'],
    ['that is older', state('dev', 2), 'the file is later (serial 3) than the object (serial 2)'],
  ])('in the bucket %s is not overwritten, and nothing is done', async (_what, there, why) => {
    s3.objects.set('shop/dev.tfstate', there);
    await write('dev', state('dev', 3));
    await expect(run()).rejects.toThrow(why);
    expect([done, s3.objects.get('shop/dev.tfstate'), inFile('dev')]).toEqual([[], there, state('dev', 3)]);
  });

  test('that somebody writes meanwhile is not overwritten', async () => {
    s3.objects.set('shop/account.tfstate', state('account'));
    await write('dev', state('dev'));
    const found = await look();
    s3.objects.set('shop/dev.tfstate', state('theirs'));
    await expect(bootstrap(found, settings())).rejects.toThrow('It was not overwritten');
    expect([s3.objects.get('shop/dev.tfstate'), inFile('dev')]).toEqual([state('theirs'), state('dev')]);
  });

  test.each(['', '{"version":4,"serial":1,"lin', '[]'])('of %j is refused as damaged', async (text) => {
    s3.objects.set('shop/dev.tfstate', text);
    await expect(run()).rejects.toThrow(`s3://${bucket}/shop/dev.tfstate is not a state of Terraform`);
    expect(done).toEqual([]);
  });

  test('that is locked is left alone, with the name of who holds the lock', async () => {
    const lock = { ID: '4b9a', Operation: 'OperationTypeApply', Who: 'ada@laptop', Created: '2026-01-15T12:00:00Z' };
    s3.objects.set('shop/dev.tfstate.tflock', JSON.stringify(lock));
    await expect(run()).rejects.toThrow(
      'shop/dev.tfstate is locked by ada@laptop since 2026-01-15T12:00:00Z; the lock is 4b9a.',
    );
    expect(done).toEqual([]);
  });
});

describe('undoing it', () => {
  beforeEach(() => {
    s3.objects.set('shop/account.tfstate', state('account', 4));
    s3.objects.set('shop/dev.tfstate', state('dev', 9));
  });

  test('brings every state back into its file, and destroys the rest', async () => {
    await write('dev', state('dev', 8));
    await undo();
    expect([done, inFile('account'), inFile('dev')]).toEqual([['destroyed'], state('account', 4), state('dev', 9)]);
  });

  test('goes on where it was interrupted, before the last thing was destroyed', async () => {
    const { stack, ...rest } = settings();
    const failing = { ...rest, stack: { ...stack, destroy: () => Promise.reject(new Error('interrupted')) } };
    await expect(undoBootstrap(await look(), failing)).rejects.toThrow('interrupted');
    await undo();
    expect([done, inFile('account'), inFile('dev')]).toEqual([['destroyed'], state('account', 4), state('dev', 9)]);
  });

  test('and doing it again ends with what there was', async () => {
    await undo();
    s3 = Object.assign(new FakeBucket(), { exists: false });
    await write('account', state('account', 5, []));
    await run();
    expect(s3.objects.get('shop/dev.tfstate')).toBe(state('dev', 9));
  });

  test('is refused while something else is in the bucket', async () => {
    s3.objects.set('shop/local.tfstate', state('local'));
    await expect(undo()).rejects.toThrow("contains what is none of this account's states: shop/local.tfstate");
    expect([done, s3.objects.size]).toEqual([[], 3]);
  });

  test('stops where somebody writes a state meanwhile', async () => {
    const found = await look();
    s3.objects.set('shop/stg.tfstate', state('stg'));
    await expect(undoBootstrap(found, settings())).rejects.toThrow('Somebody has written shop/stg.tfstate meanwhile');
    expect(done).toEqual([]);
  });

  test('is refused without the state of the account', async () => {
    s3.objects.delete('shop/account.tfstate');
    await expect(undo()).rejects.toThrow('the state of the account is neither in it nor in a file');
    expect([done, s3.objects.size]).toEqual([[], 1]);
  });
});

test.each([
  ['AccessDenied', `AWS denied s3:ListBucket on the bucket ${bucket}.`],
  ['PermanentRedirect', `The bucket ${bucket} exists in another Region.`],
])('a bucket that answers %s is explained', async (refusal, message) => {
  s3.refusal = refusal;
  await expect(look()).rejects.toThrow(message);
});
