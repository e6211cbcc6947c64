import { listedSecrets } from '../../../../commands/secrets/listing';
import { PLACEHOLDER } from '../../../../lib/secrets/secret-names';
import { existingSecret, parameter, secretsManager } from '../../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../../../support/environment-config';
import { awsError, fakeSession, type Answers } from '../../../support/secrets/fake-aws';

const environment = {
  ...environmentConfig({
    application: 'shop',
    services: {
      web: serviceDefinition({
        secrets: { A: parameter('a'), B: parameter('b'), C: secretsManager('c'), D: existingSecret('shared/d') },
      }),
    },
  }),
  name: 'dev',
};

const account: Answers = {
  DescribeParametersCommand: () => ({
    Parameters: [
      { Name: '/shop/dev/a', Version: 1, Type: 'SecureString' },
      { Name: '/shop/dev/b', Version: 2, Type: 'SecureString' },
    ],
  }),
  GetParametersCommand: () => ({ Parameters: [{ Name: '/shop/dev/a', Value: PLACEHOLDER }] }),
  DescribeSecretCommand: ({ SecretId }) => ({ Name: SecretId, ARN: SecretId, VersionIdsToStages: {} }),
};

async function states(change: Answers = {}) {
  const { session } = fakeSession(environment, { ...account, ...change });
  return Object.fromEntries((await listedSecrets(session)).map(({ secret, state }) => [secret, state]));
}

it('shows what contains the placeholder, what was set, and what has no value, whoever owns it', async () => {
  expect(await states()).toEqual({
    '/shop/dev/a': 'placeholder',
    '/shop/dev/b': 'set',
    'shop/dev/c': 'empty',
    'shared/d': 'empty',
  });
});

it.each(['AccessDeniedException', 'InvalidKeyId'])(
  'lists all the same when values cannot be read: %s',
  async (code) => {
    const refused = await states({
      GetParametersCommand: () => {
        throw awsError(code);
      },
    });
    expect(refused).toMatchObject({ '/shop/dev/a': 'created', '/shop/dev/b': 'set' });
  },
);
