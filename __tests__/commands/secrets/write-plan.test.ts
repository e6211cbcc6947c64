import { writables } from '../../../commands/secrets/writable';
import { planWrites } from '../../../commands/secrets/write-plan';
import { defaultTags } from '../../../lib/environment/names';
import { parameter } from '../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { fakeSession } from '../../support/secrets/fake-aws';

const environment = {
  ...environmentConfig({ services: { web: serviceDefinition({ secrets: { TOKEN: parameter('token') } }) } }),
  name: 'dev',
};

const name = '/ecs_parameter_store/dev/token';
const tags = Object.entries(defaultTags(environment)).map(([Key, Value]) => ({ Key, Value }));

async function plan(version: number, value: string) {
  const { session } = fakeSession(environment, {
    DescribeParametersCommand: () => ({
      Parameters: [
        { Name: name, Version: version, Type: 'SecureString', KeyId: 'alias/aws/ssm', Tags: tags, Tier: 'Standard' },
      ],
    }),
    GetParametersCommand: () => ({ Parameters: [{ Name: name, Value: 'stored' }] }),
  });
  const [writable] = await writables(session, session.inventory);
  if (writable === undefined) {
    throw new Error('the parameter cannot be written');
  }
  const [write] = await planWrites(session, [{ writable, change: { value } }]);
  return write;
}

describe('a value to be written', () => {
  it('is left alone if it is stored already', async () => {
    expect(await plan(2, 'stored')).toMatchObject({ unchanged: true });
    expect(await plan(2, 'another')).toMatchObject({ unchanged: false });
  });

  it('is written if the secret has only what it was created with, so that it no longer looks like a placeholder', async () => {
    expect(await plan(1, 'stored')).toMatchObject({ unchanged: false });
  });
});
