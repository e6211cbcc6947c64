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

it('shows one of another account as hidden where its owner does not show it, and nothing else', async () => {
  const [shown, hidden] = ['shown', 'hidden'].map(
    (name) => `arn:aws:secretsmanager:eu-west-1:444455556666:secret:${name}-AbCdEf`,
  ) as [string, string];
  const foreign = (arn: string) => existingSecret(arn, { accountId: '444455556666', keyArn: 'not looked at' });
  const { session } = fakeSession(
    {
      ...environmentConfig({
        services: { web: serviceDefinition({ secrets: { S: foreign(shown), H: foreign(hidden) } }) },
      }),
      parameters: [],
      name: 'dev',
    },
    {
      DescribeSecretCommand: ({ SecretId }, region) => {
        if (SecretId !== shown || region !== 'eu-west-1') {
          throw awsError('AccessDeniedException');
        }
        return { Name: 'shown', ARN: SecretId, VersionIdsToStages: { v1: ['AWSCURRENT'] } };
      },
      DescribeKeyCommand: () => {
        throw awsError('AccessDeniedException');
      },
    },
  );
  const listed = await listedSecrets(session);
  expect(listed.map(({ secret, state, region, account: owner }) => [secret, state, region, owner])).toEqual([
    [hidden, 'hidden', 'eu-west-1', '444455556666'],
    [shown, 'set', 'eu-west-1', '444455556666'],
  ]);
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
