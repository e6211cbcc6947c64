import { copyOfData } from '../../../lib/validation/data-copy';
import { formatProblems } from '../../../lib/validation/problems';

function problemsOf(value: unknown): string[] {
  return formatProblems(copyOfData({ field: value }).problems, '');
}

test('data is copied as it is', () => {
  const list: unknown[] = ['x', 1, null, undefined, false, { a: [] }];
  list[8] = 'after a gap';
  const data = { list, frozen: Object.freeze({ a: 1 }), ['__proto__']: 'x', constructor: 'y' };
  const { copy, problems } = copyOfData(data);
  expect(problems).toEqual([]);
  expect(copy).toStrictEqual(data);
  expect(copy).not.toBe(data);
});

test('what can change between two readings is read once', () => {
  let readings = 0;
  const proxy = new Proxy({ a: 0 }, { get: () => (readings += 1) });
  expect(copyOfData(proxy).copy).toEqual({ a: 1 });
});

test('of an object of a class the name is left, and nothing that could run', () => {
  class Odd {
    get size(): never {
      throw new Error('canary');
    }
  }
  const copy = copyOfData({ odd: new Odd(), map: new Map([['a', 1]]) }).copy as Record<string, object>;
  expect(Object.entries(copy).map(([key, value]) => [key, value.constructor.name, Object.keys(value)])).toEqual([
    ['odd', 'Odd', []],
    ['map', 'Map', []],
  ]);
  expect('size' in (copy.odd ?? {})).toBe(false);
});

test('an object that contains itself is copied as one', () => {
  const object: Record<string, unknown> = { a: {} };
  object.itself = object;
  const copy = copyOfData(object).copy as Record<string, unknown>;
  expect(copy.itself).toBe(copy);
});

test('what cannot be read is named with the reason', () => {
  const throwing = () => {
    throw new TypeError('a mistake');
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(problemsOf(Object.defineProperty({}, 'a', { get: throwing, enumerable: true }))).toEqual([
    'field.a: cannot be read: "TypeError: a mistake"',
  ]);
  expect(problemsOf(new Proxy({}, { ownKeys: throwing }))).toEqual(['field: cannot be read: "TypeError: a mistake"']);
  expect(problemsOf(revoked)).toEqual([expect.stringMatching(/^field: cannot be read: "TypeError: /)]);
  const unspeakable = { toString: throwing };
  expect(
    problemsOf(
      new Proxy(
        {},
        {
          ownKeys: () => {
            // eslint-disable-next-line @typescript-eslint/only-throw-error -- as a program may
            throw unspeakable;
          },
        },
      ),
    ),
  ).toEqual(['field: cannot be read: reading it throws']);
  expect(problemsOf({ [Symbol('x')]: 1 })).toEqual(['field: must not have symbols as keys']);
});

// https://developer.hashicorp.com/terraform/cdktf/concepts/tokens
describe('cdktf', () => {
  const problem = 'must not contain what cdktf takes for a reference ("TfToken")';

  test.each([
    '${TfToken[TOKEN.3]}',
    'a#{TfToken[TOKEN.0]}',
    '&{TfToken[x',
    'Any Map Token Value',
    '-8.11505525e+298',
    ...['x -8.2e298', 'subnet-83e297', '-8.37e298'],
  ])('would make another text of %j', (text) => {
    expect(problemsOf(text)).toEqual([`field: ${problem}`]);
    expect(problemsOf([{ [text]: 1 }])).toEqual([`field[0][${JSON.stringify(text)}]: ${problem}`]);
  });

  test.each([
    '${path.module}',
    'TfToken[TOKEN.3]',
    '{TfToken[TOKEN.3]}',
    'An Any Map Token Value',
    '-1e279',
    '8.2e298',
    '1e400',
    // Ids as AWS gives them.
    ...[
      'subnet-0e300a1b2c3d4e5f6',
      'vpc-7e305d1c',
      'sg-12e2990a',
      'eipalloc-8e999',
      'x -1.9e289',
      '-8.4e298',
      '-8.1e298',
    ],
  ])('leaves %j as it is', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('a text', () => {
  test.each(['\ud800', 'a\udfff', '\udc00\ud800'])('cannot contain half of a character: %j', (text) => {
    expect(problemsOf(text)).toEqual(['field: must not contain half of a character (a lone surrogate)']);
  });

  test('may contain whole ones, and have as many as a task definition', () => {
    expect(problemsOf('\ud83c\udf8c')).toEqual([]);
    expect(problemsOf('x'.repeat(65_536))).toEqual([]);
    expect(problemsOf('x'.repeat(65_537))).toEqual(['field: has 65537 characters; at most 65536 are allowed']);
  });
});

test('more than a configuration can be is refused at once', () => {
  expect(problemsOf(Array(10_000).fill(1))).toEqual([]);
  expect(problemsOf(Array(10_001).fill(1))).toEqual(['field: has 10001 members; at most 10000 are allowed']);
  // A list that only says that it is long: a schema sees that it has gaps.
  expect(problemsOf(new Array(4_000_000_000))).toEqual([]);
  const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)]);
  expect(problemsOf(nested(19))).toEqual([]);
  expect(problemsOf(nested(1000))).toHaveLength(1);
  // Each level has the next one a thousand times.
  const level = (depth: number): unknown => (depth === 0 ? 'x'.repeat(1000) : Array(1000).fill(level(depth - 1)));
  expect(problemsOf(level(4))).toEqual([': must have at most 20000000 characters and values']);
});
