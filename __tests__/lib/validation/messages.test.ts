import { alternatives, closest, didYouMean, kind, nearest, shown } from '../../../lib/validation/messages';
import { formatPath, formatProblems } from '../../../lib/validation/problems';

describe('a shown value', () => {
  test.each([
    ['text', '"text"'],
    ['with "quotes"', '"with \\"quotes\\""'],
    ['\u0007\u007f\u009b', '"\\u0007\\u007f\\u009b"'],
    ['x'.repeat(60), `"${'x'.repeat(60)}"`],
    ['x'.repeat(61), `"${'x'.repeat(60)}…"`],
    [5, '5'],
    [false, 'false'],
    [null, 'null'],
    [['a'], 'a list'],
    [{ a: 1 }, 'an object'],
    ['https://user:hunter2@example.com', '(a value that looks like a secret)'],
  ])('of %j is %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });
});

test('a kind is shown without the value', () => {
  expect(['x', 1, true, null, [], {}].map(kind)).toEqual([
    'text',
    'a number',
    'true or false',
    'null',
    'a list',
    'an object',
  ]);
});

test.each([
  ['regoin', 'region'],
  ['tpc', 'tcp'],
  ['Region', 'region'],
  ['publicSubnet', 'publicSubnets'],
  ['x', undefined],
  ['bucket', undefined],
])('closest to %s is %s', (given, expected) => {
  expect(closest(given, ['region', 'tcp', 'udp', 'publicSubnets'])).toBe(expected);
});

test('a suggestion is made only when a name is close', () => {
  expect(didYouMean('regoin', ['region'])).toBe('; did you mean "region"?');
  expect(didYouMean('colour', ['region'])).toBe('');
});

test('alternatives and the nearest of numbers', () => {
  expect(alternatives(['a'])).toBe('"a"');
  expect(alternatives([1, 2, 3])).toBe('1, 2 or 3');
  expect(nearest([30, 60], 45)).toBe(60);
  expect(nearest([], 45)).toBeUndefined();
});

test('a path has dots, and brackets where a dot will not do', () => {
  expect(formatPath(['dev', 'tags', 'a:b', 'x', 2], 'environments')).toBe('environments.dev.tags["a:b"].x[2]');
  expect(formatPath(['services', 'web'], '')).toBe('services.web');
});

test('problems are sorted by path, numbers as numbers, and reported once', () => {
  const message = 'm';
  expect(
    formatProblems(
      [
        { path: ['b', 10], message },
        { path: ['b', 9], message },
        { path: ['b'], message: 'z' },
        { path: ['b'], message: 'a' },
        { path: ['a', 'c'], message },
        { path: ['a', 'c'], message },
        { path: [], message },
      ],
      'root',
    ),
  ).toEqual(['root: m', 'root.a.c: m', 'root.b: a', 'root.b: z', 'root.b[9]: m', 'root.b[10]: m']);
});
