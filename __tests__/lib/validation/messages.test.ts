import { alternatives, chooseFrom, closest, didYouMean, kind, nearest, shown } from '../../../lib/validation/messages';
import { formatPath, formatProblems } from '../../../lib/validation/problems';

describe('a shown value', () => {
  test.each([
    ['text', '"text"'],
    ['with "quotes"', '"with \\"quotes\\""'],
    ['\u0007\u007f\u009b', '"\\u0007\\u007f\\u009b"'],
    ['x'.repeat(60), `"${'x'.repeat(60)}"`],
    ['x'.repeat(61), `"${'x'.repeat(60)}…" (1 more characters)`],
    // Not in the middle of a pair.
    [`${'x'.repeat(59)}\u{1f600}`, `"${'x'.repeat(59)}…" (2 more characters)`],
    [`${'x'.repeat(58)}\u{1f600}`, `"${'x'.repeat(58)}\u{1f600}"`],
    ['a\u202eb\u200bc\ud800\n', '"a\\u202eb\\u200bc\\ud800\\n"'],
    [-0, '-0'],
    [NaN, 'NaN'],
    [new Map(), 'a Map'],
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
  const kinds: [unknown, string][] = [
    ['x', 'text'],
    [1, 'a number'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [1n, 'a bigint'],
    [true, 'true'],
    [Symbol('x'), 'a symbol'],
    [() => 'x', 'a function'],
    [null, 'null'],
    [undefined, 'nothing'],
    [[], 'a list'],
    [Object.assign([1], { 2: 3 }), 'a list that lacks item 1'],
    [new Array(2 ** 32 - 1), 'a list that lacks item 0'],
    [{}, 'an object'],
    [Object.create(null), 'an object'],
    [new Map(), 'a Map'],
    [new Date(NaN), 'a Date'],
    [new Error('x'), 'an Error'],
    [new Uint8Array(1), 'a Uint8Array'],
    [Object.create({ constructor: 7 }), 'an object of a class'],
  ];
  expect(kinds.map(([value]) => kind(value))).toEqual(kinds.map(([, name]) => name));
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

test('what can be chosen is said only where there is something', () => {
  expect(chooseFrom('regoin', ['region'])).toBe('; did you mean "region"?');
  expect(chooseFrom('x', ['region', 'tags'])).toBe('; choose "region" or "tags"');
  expect(chooseFrom('x', [])).toBe('');
});

test('alternatives and the nearest of numbers', () => {
  const many = Array.from({ length: 26 }, (_, index) => index);
  expect(alternatives(many.slice(1))).toMatch(/^1, 2, .*, 24 or 25$/);
  expect(alternatives(many)).toMatch(/^0, 1, .*, 24 or one of 1 more$/);
  expect(alternatives(['a'])).toBe('"a"');
  expect(alternatives([1, 2, 3])).toBe('1, 2 or 3');
  expect(nearest([30, 60], 45)).toBe(60);
  expect(nearest([], 45)).toBeUndefined();
});

test('a path has dots, and brackets where a dot will not do', () => {
  expect(formatPath(['dev', 'tags', 'a:b', 'x', 2], 'environments')).toBe('environments.dev.tags["a:b"].x[2]');
  expect(formatPath(['services', 'web'], '')).toBe('services.web');
  expect(formatPath(['services', 'x'.repeat(61)], '')).toBe(`services["${'x'.repeat(60)}…" (1 more characters)]`);
  expect(formatPath(['services', 'a\u202eb'], '')).toBe('services["a\\u202eb"]');
});

test('a problem stays on its line, whatever it quotes', () => {
  expect(formatProblems([{ path: ['a'], message: 'x\n  b: y\u001b[1m' }], 'root')).toEqual([
    'root.a: x\\u000a  b: y\\u001b[1m',
  ]);
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
