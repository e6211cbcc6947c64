import { TerraformStack } from 'cdktf';
import fc from 'fast-check';
import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { ConfigurationError } from '../lib/environment/validate-environments';
import { harmless } from '../lib/validation/harmless-text';
import { createApp } from '../stacks/create-app';
import { withoutStackTraces } from '../stacks/without-stack-traces';
import { unchecked } from './support/configuration-problems';
import { environmentConfig } from './support/environment-config';
import { maximalEnvironment } from './support/maximal-environment';

/** More by hand: `FUZZ_RUNS=20000 npx jest --selectProjects unit --testPathPatterns any-configuration`. A failure says with which seed it is repeated. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 40);
jest.setTimeout(60_000 + RUNS * 1000);

/** No single configuration takes longer, though other tests run at the same time. */
const BOUND_MS = 30_000;

type Path = readonly (string | number)[];

/** Fields that no rule compares with others, of which a problem could be the others'. */
const BY_ITSELF: readonly unknown[] = [
  ...[
    'tags',
    'stateBackend',
    'network',
    'containerInsights',
    'logRetentionDays',
    'deletionProtection',
    'encryptionKey',
  ],
];

/** What becomes of a configuration: nothing if all its stacks can be written, else its problems. Any other error is thrown. */
function problemsOf(environments: unknown): readonly string[] {
  const start = performance.now();
  try {
    withoutStackTraces(() => {
      const app = createApp(unchecked(environments), { outdir: '/nowhere' });
      for (const stack of app.node.children.filter((child) => TerraformStack.isStack(child))) {
        stack.prepareStack();
        JSON.stringify(stack.toTerraform());
      }
    });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.problems;
    }
    throw error;
  } finally {
    expect(performance.now() - start).toBeLessThan(BOUND_MS);
  }
}

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const anyText = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !/[^\P{Cc}\t\n\r]/u.test(text));

/** An environment that is right, in fields whose values are free. */
const validEnvironment: fc.Arbitrary<EnvironmentConfig> = fc
  .record({
    base: fc.constantFrom(
      environmentConfig(),
      maximalEnvironment('aws-managed'),
      maximalEnvironment({ rotationPeriodDays: 90, deletionWindowDays: 7 }),
    ),
    accountId: fc.option(fc.constantFrom('any', '123456789012'), { nil: undefined }),
    tags: fc.dictionary(word, word, { maxKeys: 5 }),
    containerInsights: fc.constantFrom('enabled' as const, 'enhanced' as const),
    logRetentionDays: fc.constantFrom(1 as const, 30 as const, 3653 as const),
    deletionProtection: fc.boolean(),
    // As a name of Service Connect, too.
    name: fc.stringMatching(/^[a-z0-9_-]{1,20}$/),
    size: fc.constantFrom(
      { cpu: 256, memoryMiB: 512 },
      { cpu: 1024, memoryMiB: 8192 },
      { cpu: 16384, memoryMiB: 122880 },
    ),
    desiredCount: fc.integer({ min: 0, max: 5000 }),
    port: fc.option(fc.integer({ min: 1, max: 65535 }), { nil: undefined }),
    user: fc.option(fc.constant('1000:1000'), { nil: undefined }),
    // Any text will do where it is said that it is no secret.
    variables: fc.dictionary(fc.stringMatching(/^X_[A-Za-z0-9_]{0,10}$/), anyText, { maxKeys: 4 }),
    command: fc.option(fc.array(anyText, { minLength: 1, maxLength: 4 }), { nil: undefined }),
  })
  .map(({ base, name, size, desiredCount, port, user, variables, command, ...fields }) => ({
    ...base,
    ...fields,
    services: {
      ...base.services,
      [`fuzz-${name}`]: {
        image: 'shop:1.0.0',
        size,
        desiredCount,
        port,
        user,
        environmentVariables: Object.fromEntries(
          Object.entries(variables).map(([key, text]) => [key, harmless(text, 'It was made by chance')]),
        ),
        command: command?.map((text) => harmless(text, 'It was made by chance')),
      },
    },
  }));

class Odd {
  readonly image = 'shop:1.0.0';
  get size(): never {
    throw new Error('canary');
  }
}

function cycle(): object {
  const object: Record<string, unknown> = {};
  return Object.assign(object, { itself: object });
}

const throwing = () => {
  throw new Error('canary');
};
const refuse = { get: throwing, ownKeys: throwing, getPrototypeOf: throwing, has: throwing };

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** What nobody means to write, and what a program may write all the same. */
const ODD_VALUES: readonly unknown[] = [
  ...[undefined, null, true, false, 0, -0, -1, 0.5, NaN, Infinity, -Infinity, 1e21, 2 ** 53, -123456789],
  // The numbers and texts by which cdktf knows its references.
  ...[-8.11505525e298, -1.8881545897087e289, '-8.11505525e+298', '#{TfToken[TOKEN.0]}', '${TfToken[TOKEN.3]}'],
  ...[
    '&{TfToken[TOKEN.1]}',
    'String Map Token Value',
    'Any Map Token Value',
    ['#{TfToken[TOKEN.0]}'],
    [-1.8881545897087e289],
  ],
  ...[{ '&{TfToken[TOKEN.0]}': 'x' }, { '${TfToken[TOKEN.0]}': 'x' }, '${path.module}', '%{ if true }', '}}}{{{'],
  ...['', ' ', '\u0000', '\n', '\u202e', '\ud800', '*', '?', '-', '/', ':', '__proto__', 'constructor', 'toString'],
  ...[
    'x'.repeat(1_000_000),
    'x'.repeat(60_000),
    '1'.repeat(60_000),
    '-'.repeat(60_000),
    ' '.repeat(60_000),
    '/'.repeat(60_000),
  ],
  ...['a-'.repeat(30_000), '1.'.repeat(30_000), '://:'.repeat(15_000), 'arn:'.repeat(15_000), 'a\n'.repeat(30_000)],
  ...[[], {}, [[]], [{}], [null], [undefined], new Array(3), new Array(4_000_000_000), Array(20_000).fill('x')],
  ...[new Map(), new Set(), new Date(NaN), /x/, new Odd(), Odd, Buffer.from('x'), new String('x'), Symbol('x'), 1n],
  ...[throwing, cycle(), revoked(), new Proxy({}, refuse), new Proxy([], refuse), new Proxy(throwing, refuse)],
  ...[
    Object.freeze({ a: Object.freeze([1]) }),
    Object.create(null) as unknown,
    { [Symbol('x')]: 1 },
    JSON.parse('{"__proto__":{"a":1}}') as unknown,
  ],
  ...[
    {
      get a() {
        return throwing();
      },
    },
    { toString: throwing },
    { toJSON: throwing },
    { then: throwing },
    { _children: '', _metadata: '' },
  ],
  ...[
    { withinArray: true, interpolationAsList: 'x' },
    { resolve: throwing },
    harmless('x', ''),
    unchecked(harmless(unchecked(1), 'x')),
  ],
];

/** As functions, because the test itself could not look at some of them. */
const oddValue: fc.Arbitrary<() => unknown> = fc.oneof(
  fc.nat(ODD_VALUES.length - 1).map((index) => () => ODD_VALUES[index]),
  fc
    .anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true })
    .map((value) => () => value),
  fc.string({ unit: 'binary' }).map((text) => () => text),
);

/** Every place in a configuration. */
function placesIn(value: unknown, path: Path = []): Path[] {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [
    path,
    ...members.flatMap(([key, member]) => placesIn(member, [...path, Array.isArray(value) ? Number(key) : key])),
  ];
}

/** A copy in which something else is in one place. */
function withAnother(value: unknown, [key, ...rest]: Path, change: (value: unknown) => unknown): unknown {
  if (key === undefined) {
    return change(value);
  }
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const members = copy as Record<string | number, unknown>;
  members[key] = withAnother(members[key], rest, change);
  return copy;
}

const mutation = fc.record({
  environment: validEnvironment,
  place: fc.nat(),
  odd: oddValue,
  key: fc.oneof(
    fc.constantFrom('constructor', 'toString', 'hasOwnProperty', 'valueOf', '', '#{TfToken[TOKEN.0]}'),
    fc.string({ unit: 'binary' }),
  ),
  way: fc.constantFrom('replace', 'replace', 'replace', 'add', 'rename'),
});

test('a configuration that is right is synthesized', () => {
  fc.assert(
    fc.property(validEnvironment, (dev) => {
      expect(problemsOf({ dev })).toEqual([]);
    }),
    { numRuns: Math.ceil(RUNS / 10) },
  );
});

test('any other is synthesized, or refused with the name of the field, and nothing else ever happens', () => {
  fc.assert(
    fc.property(mutation, ({ environment, place, odd, key, way }) => {
      const environments = { dev: environment };
      const places = placesIn(environments);
      const path = places[place % places.length] ?? [];
      const changed = withAnother(environments, path, (value) => {
        if (way === 'replace' || typeof value !== 'object' || value === null || Array.isArray(value)) {
          return odd();
        }
        return Object.fromEntries(
          way === 'add'
            ? [...Object.entries(value), [key, odd()]]
            : Object.entries(value).map(([name, member]) => [`${key}${name}`, member]),
        );
      });
      const [, field] = path;
      const problems = problemsOf(changed);
      const named = problems.filter((line) => line.includes(String(field)));
      expect(problems.length === 0 || named.length > 0 || !BY_ITSELF.includes(field)).toBe(true);
      expect(problems.every((line) => line.startsWith('environments'))).toBe(true);
      expect(problems.join().length).toBeLessThan(2_000_000);
    }),
    { numRuns: RUNS },
  );
});
