import { secretInventory } from '../../../lib/environment/secret-inventory';
import { existingSecret, parameter, secretsManager, select } from '../../../lib/secrets/secret-source';
import type { ServiceDefinition } from '../../../lib/services/service-definition';
import { problemsWithService, unchecked } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

const image = 'registry.example.com/shop/app:1';
const PARTS = { versionId: '01234567-89ab-cdef-0123-456789abcdef', versionStage: 'AWSPREVIOUS', jsonKey: 'password' };

const problemsWithCredentials = (fields: Partial<ServiceDefinition>) => problemsWithService({ image, ...fields });

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
describe('the credentials of a registry', () => {
  test.each([
    existingSecret('shared/registry'),
    existingSecret('shared/registry', { format: 'json' }),
    secretsManager('registry'),
    secretsManager('registry', { format: 'registry-credentials' }),
  ])('may be %j', (registryCredentials) => {
    expect(problemsWithCredentials({ registryCredentials })).toEqual([]);
  });

  test.each([
    [
      parameter('registry'),
      'is a parameter, and ECS takes the credentials of a registry from Secrets Manager alone: use secretsManager() or existingSecret()',
    ],
    [
      select(secretsManager('registry'), { jsonKey: PARTS.jsonKey }),
      'selects by jsonKey, and ECS takes the whole secret in its current version, with "username" and "password"',
    ],
    [
      select(secretsManager('registry'), { versionStage: PARTS.versionStage }),
      'selects by versionStage, and ECS takes',
    ],
    [select(secretsManager('registry'), { versionId: PARTS.versionId }), 'selects by versionId, and ECS takes'],
    [
      secretsManager('registry', { format: 'pem' }),
      'has the format "pem"; leave it out: the secret is JSON with "username" and "password"',
    ],
    [secretsManager('registry', { generate: { length: 32 } }), 'is generated, and the registry gives the credentials'],
    [secretsManager('registry', { format: 'google-service-account' }), 'has the format "google-service-account"'],
    ['registry', 'must be'],
  ])('are not %j', (registryCredentials, problem) => {
    const fields = { registryCredentials: unchecked<ServiceDefinition['registryCredentials']>(registryCredentials) };
    expect(problemsWithCredentials(fields)).toEqual([
      expect.stringMatching(/^registryCredentials: /) && expect.stringContaining(problem),
    ]);
  });

  test.each([
    ['ecs_parameter_store:1', 'the image is in ECR, where ECS logs in with the execution role'],
    ['210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/app:1', 'the image is in ECR'],
    ['210987654321.dkr-ecr.eu-west-1.on.aws/team/app:1', 'the image is in ECR'],
    ['public.ecr.aws/nginx/nginx:1', '"public.ecr.aws" needs no login, and takes none that lasts longer than 12 hours'],
  ])('are refused for %s', (ofEcr, problem) => {
    const registryCredentials = secretsManager('registry');
    expect(problemsWithService({ image: ofEcr, registryCredentials })).toEqual([
      expect.stringContaining(`registryCredentials: is of no use: ${problem}`),
    ]);
  });

  test('are each container’s own', () => {
    const registryCredentials = secretsManager('registry');
    const sidecars = { agent: { image: 'agent:1', registryCredentials } };
    expect(problemsWithCredentials({ registryCredentials, sidecars })).toEqual([
      expect.stringMatching(/^sidecars\.agent\.registryCredentials: is of no use/),
    ]);
  });

  test('have their format wherever else the secret is used, and no container gets them', () => {
    const registry = secretsManager('registry');
    const services = {
      a: serviceDefinition({ secrets: { PASSWORD: select(registry, { jsonKey: 'password' }) } }),
      b: serviceDefinition({ image, registryCredentials: registry, secrets: {} }),
    };
    const [declared, ...others] = secretInventory({ ...environmentConfig({ services }), name: 'dev' });
    expect(others).toEqual([]);
    expect(declared?.source.format).toBe('registry-credentials');
    expect(declared?.uses.map(({ workload, delivery, variable }) => [workload.name, delivery, variable])).toEqual([
      ['a', 'variable', 'PASSWORD'],
      ['b', 'registry', 'registry.example.com'],
    ]);
  });
});
