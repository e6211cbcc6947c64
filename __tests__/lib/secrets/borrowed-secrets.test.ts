import { existingParameter, existingSecret, type SecretSource } from '../../../lib/secrets/secret-source';
import { problemsOf } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

function withSecret(source: SecretSource, accountId?: string) {
  return environmentConfig({ accountId, services: { web: serviceDefinition({ secrets: { TOKEN: source } }) } });
}

describe('an existing parameter or secret', () => {
  test.each([
    ['/ecs_parameter_store/prod/token', existingParameter('/ecs_parameter_store/prod/token')],
    ['ecs_parameter_store/prod/token', existingSecret('ecs_parameter_store/prod/token')],
  ])('cannot be %s, which another environment creates', (name, source) => {
    expect(problemsOf({ dev: withSecret(source), prod: environmentConfig() })).toEqual([
      `environments.dev.services.web.secrets.TOKEN.name: "${name}" belongs to "prod", which creates what is below ` +
        '"ecs_parameter_store/prod"; give each environment its own',
    ]);
  });

  test('cannot be one that the environment itself creates', () => {
    expect(problemsOf({ dev: withSecret(existingParameter('/ecs_parameter_store/dev/token')) })).toEqual([
      expect.stringMatching(/belongs to "dev".*declare it as managed$/),
    ]);
  });

  test('can have a name that only begins like an environment', () => {
    expect(
      problemsOf({
        dev: withSecret(existingParameter('/ecs_parameter_store/production/token')),
        prod: environmentConfig(),
      }),
    ).toEqual([]);
  });

  test('can have the name of one in an account that is certainly another', () => {
    expect(
      problemsOf({
        dev: withSecret(existingParameter('/ecs_parameter_store/prod/token'), '111111111111'),
        prod: environmentConfig({ accountId: '222222222222' }),
      }),
    ).toEqual([]);
  });
});
