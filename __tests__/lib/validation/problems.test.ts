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
      'accountId: "1" must be the 12 digits of an AWS account id',
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
