import { parameter } from '../../../lib/secrets/secret-source';
import { problemsOf, problemsWith, unchecked } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

describe('the key __proto__', () => {
  const message = '"__proto__" cannot be a name: JavaScript reserves it';
  // As JSON.parse makes it: in a literal it would be the prototype.
  const proto = (value: unknown) => Object.fromEntries([['__proto__', value]]);

  test.each([
    ['services', { services: proto(serviceDefinition()) }],
    ['services', { services: proto('none') }],
    ['tags', { tags: proto('x') }],
    ['services.web.secrets', { services: { web: serviceDefinition({ secrets: unchecked(proto(parameter('X'))) }) } }],
    ['services.web', { services: { web: { ...serviceDefinition(), ['__proto__']: 1 } } }],
  ])('is refused in %s, beside all other problems', (path, overrides) => {
    expect(problemsWith(unchecked({ ...overrides, accountId: '1' }))).toEqual([
      'accountId: "1" must be the 12 digits of an AWS account id, got 1',
      `${path}.__proto__: ${message}`,
    ]);
  });

  test('is refused as the name of an environment', () => {
    expect(problemsOf(unchecked(proto(environmentConfig())))).toContain(`environments.__proto__: ${message}`);
  });

  test('does not keep a configuration that refers to itself from being checked', () => {
    const services: Record<string, unknown> = {};
    services.web = { ...serviceDefinition(), services };
    expect(problemsWith(unchecked({ services }))).toEqual(['services.web.services: unknown field']);
  });
});

describe('a value of the wrong type', () => {
  const days = (value: unknown) => problemsWith(unchecked({ logRetentionDays: value }));
  const DAYS =
    'must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653';

  test.each([
    ['7', `"7" ${DAYS}; did you mean 7, without quotes?`],
    ['8', `"8" ${DAYS}; did you mean 7, without quotes?`],
    ['a week', `"a week" ${DAYS}`],
    [6, `6 ${DAYS}; did you mean 7?`],
    [-0, `-0 ${DAYS}; did you mean 1?`],
    [Infinity, `${DAYS}, got Infinity`],
    [7n, `${DAYS}, got a bigint`],
    [[7], `${DAYS}, got a list`],
    [Symbol('7'), `${DAYS}, got a symbol`],
  ])('is described where a number of a list belongs: %p', (value, problem) => {
    expect(days(value)).toEqual([`logRetentionDays: ${problem}`]);
  });

  test.each([
    ['true', '"true" must be true or false; did you mean true, without quotes?'],
    ['False', '"False" must be true or false; did you mean false, without quotes?'],
    ['yes', '"yes" must be true or false'],
    [1, '1 must be true or false'],
    [null, 'must be true or false, got null'],
    [new Boolean(true), 'must be true or false, got a Boolean'],
  ])('is described where true or false belongs: %p', (value, problem) => {
    expect(problemsWith(unchecked({ executeCommand: value }))).toEqual([`executeCommand: ${problem}`]);
  });

  test.each([
    [123456789012, 'must be text, got a number: put it in quotes'],
    [123456789012n, 'must be text, got a bigint: put it in quotes'],
    [true, 'must be text, got true: put it in quotes'],
    [NaN, 'must be text, got NaN'],
    [new Date(0), 'must be text, got a Date'],
    [null, 'must be text, got null'],
  ])('is described where text belongs, without being shown: %p', (value, problem) => {
    expect(problemsWith(unchecked({ accountId: value }))).toEqual([`accountId: ${problem}`]);
  });

  class Services {
    readonly web = serviceDefinition();
  }

  test.each([
    [new Map([['web', serviceDefinition()]]), 'must be a plain object, got a Map'],
    [new Set(), 'must be a plain object, got a Set'],
    [new Services(), 'must be a plain object, got a Services'],
    [Promise.resolve({}), 'must be a plain object, got a Promise'],
    [[], 'must be an object, got a list'],
    [Object.assign([], { 1: serviceDefinition() }), 'must be an object, got a list that lacks item 0'],
    [() => ({}), 'must be an object, got a function'],
    [undefined, 'is missing'],
  ])('is one problem where an object belongs: %p', (value, problem) => {
    expect(problemsWith(unchecked({ services: value }))).toEqual([`services: ${problem}`]);
    expect(problemsWith(unchecked({ network: value }))).toEqual([`network: ${problem}`]);
  });

  test('is one problem where a list belongs, also if it has gaps', () => {
    const command = (value: unknown) =>
      problemsWith({ services: { web: serviceDefinition({ command: unchecked(value) }) } });
    expect(command(Object.assign(['a'], { 2: 'c' }))).toEqual([
      'services.web.command: must be a list, got a list that lacks item 1',
    ]);
    expect(command(new Array(2 ** 32 - 1))).toEqual([
      'services.web.command: must be a list, got a list that lacks item 0',
    ]);
    expect(command('a b')).toEqual(['services.web.command: must be a list, got text']);
    expect(command(['a', 5])).toEqual(['services.web.command[1]: must be text, got a number: put it in quotes']);
  });
});

test('a mistake in a field is not reported again by the rules that rely on it', () => {
  expect(problemsWith({ application: 'L'.repeat(5000) })).toEqual([
    expect.stringMatching(/^application: "L{60}…" \(4940 more characters\) must be 2 to 32 /),
  ]);
  expect(problemsOf({ ['e'.repeat(2000)]: environmentConfig() })).toEqual([
    expect.stringMatching(/^environments\["e{60}…" \(1940 more characters\)\]: .* must be 1 to 16 /),
  ]);
  expect(problemsWith({ services: { ['s'.repeat(300)]: serviceDefinition() } })).toHaveLength(1);
});
