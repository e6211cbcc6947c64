import { writables } from '../../../../commands/secrets/writes/writable';
import { keyNotes, planWrites, type ValueChange } from '../../../../commands/secrets/writes/write-plan';
import { defaultTags } from '../../../../lib/naming/names';
import { parameter, secretsManager, select } from '../../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../../../support/environment-config';
import { fakeSession } from '../../../support/secrets/fake-aws';

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

const database = secretsManager('database', { format: 'json' });

const withKeys = {
  ...environmentConfig({
    services: {
      web: serviceDefinition({
        secrets: {
          USER: select(database, { jsonKey: 'user' }),
          OLD: select(database, { jsonKey: 'old', versionStage: 'AWSPREVIOUS' }),
        },
      }),
    },
  }),
  name: 'dev',
};

async function planDatabase(change: ValueChange) {
  const id = 'ecs_parameter_store/dev/database';
  const { session } = fakeSession(withKeys, {
    DescribeSecretCommand: () => ({ Name: id, ARN: id, Tags: tags, VersionIdsToStages: { v1: ['AWSCURRENT'] } }),
    GetSecretValueCommand: () => ({ SecretString: '{"user":"x"}' }),
  });
  const [writable] = await writables(session, session.inventory);
  if (writable === undefined) {
    throw new Error('the secret cannot be written');
  }
  return planWrites(session, [{ writable, change }]);
}

describe('a JSON value of which containers select keys', () => {
  it('is refused without a key of the current version, with which the next task would not start', async () => {
    await expect(planDatabase({ value: '{"usr":"canary"}' })).rejects.toThrow(
      'The new value of ecs_parameter_store/dev/database lacks the key "user" of web: USER; did you mean "usr"?',
    );
    await expect(planDatabase({ value: '{"user":"x"}' })).resolves.toHaveLength(1);
  });

  // https://github.com/aws/amazon-ecs-agent/blob/master/agent/asm/asm.go formats with %v what encoding/json made a float64 of.
  it.each(['0.1234567890123456789', '12345678901234567890', '1000000', '1.0', '1e3'])(
    'is refused with the number %s, which ECS would inject in another form',
    async (number) => {
      await expect(planDatabase({ value: `{"user":${number}}` })).rejects.toThrow(
        'The new value of ecs_parameter_store/dev/database has a key "user" that is a number that ECS does not inject as it is written; store it as text.',
      );
      await expect(planDatabase({ value: `{"user":"${number}","other":${number}}` })).resolves.toHaveLength(1);
    },
  );

  it.each(['5432', '-0.5', '999999', 'true'])('may have %s, which ECS injects as it is', async (text) => {
    await expect(planDatabase({ value: `{"user":${text}}` })).resolves.toHaveLength(1);
  });

  it('may be built up key by key, and a key that nobody selects is pointed out', async () => {
    const [write] = await planDatabase({ keys: { usr: 'canary', user: 'y' } });
    expect(write && keyNotes(write)).toEqual([
      'ecs_parameter_store/dev/database: no container selects the key "usr"; did you mean "user"?',
    ]);
  });
});
