import { resolveAsEcs } from '../../../../commands/ecs/agent/resolve-as-ecs';
import { PLACEHOLDER, secretArn } from '../../../../lib/secrets/secret-names';
import {
  existingParameter,
  existingSecret,
  parameter,
  secretsManager,
  select,
  type SecretSource,
} from '../../../../lib/secrets/secret-source';
import type { SecretUse } from '../../../../lib/tasks/workload';
import { environmentConfig } from '../../../support/environment-config';
import { awsError, fakeAws, type Answers } from '../../../support/secrets/fake-aws';

const config = environmentConfig().services.web;

function use(source: SecretSource, variable = 'X'): SecretUse {
  if (config === undefined) {
    throw new Error('no service');
  }
  return {
    workload: { kind: 'service', name: 'web', config },
    container: 'web',
    delivery: 'variable',
    variable,
    source,
  };
}

async function resolve(sources: readonly SecretSource[], answers: Answers) {
  const { calls, clients } = fakeAws(answers);
  const resolutions = await resolveAsEcs(
    clients,
    sources.map((source) => use(source)),
    ({ name }) => name,
  );
  return { calls, results: resolutions.map((result) => ('problem' in result ? result.message : result.value)) };
}

/** Parameter Store with these parameters; the names in `denied` may not be read. */
function parameterStore(values: Readonly<Record<string, string>>, denied: readonly string[] = []): Answers {
  return {
    GetParametersCommand: ({ Names }) => {
      const names = Array.isArray(Names) ? Names.map(String) : [];
      if (names.some((name) => denied.includes(name))) {
        throw awsError(
          'AccessDeniedException',
          'User: x is not authorized to perform: ssm:GetParameters on resource: y',
        );
      }
      return {
        Parameters: names.filter((name) => name in values).map((Name) => ({ Name, Value: values[Name] })),
        InvalidParameters: names.filter((name) => !(name in values)),
      };
    },
  };
}

const CANARY = 'canary-c1d9e0b2';

function secret(value: string): Answers {
  return { GetSecretValueCommand: () => ({ SecretString: value }) };
}

describe('resolveAsEcs', () => {
  // The agent makes a client for the Region of each ARN: https://github.com/aws/amazon-ecs-agent/tree/master/agent/taskresource
  it('reads what has one name in two Regions in each of them', async () => {
    const sources = [undefined, 'us-east-1'].flatMap((region) => [
      existingParameter('/x', { region }),
      existingSecret('x', { region }),
    ]);
    const { clients } = fakeAws({
      GetParametersCommand: ({ Names }, region) => ({
        Parameters: (Names as string[]).map((ARN) => ({ Name: '/x', ARN, Value: `parameter of ${region}` })),
      }),
      GetSecretValueCommand: (_input, region) => ({ SecretString: `secret of ${region}` }),
    });
    const resolutions = await resolveAsEcs(
      clients,
      sources.map((source) => use(source)),
      (source) =>
        secretArn(
          { partition: 'aws', region: 'ap-northeast-1', accountId: '123456789012' },
          { source, storedName: source.name },
        ),
    );
    expect(resolutions.map((result) => ('problem' in result ? result.message : result.value))).toEqual([
      'parameter of ap-northeast-1',
      'secret of ap-northeast-1',
      'parameter of us-east-1',
      'secret of us-east-1',
    ]);
  });

  it('reads ten parameters with one request', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `p${index}`);
    const values = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
    const { calls, results } = await resolve(
      names.map((name) => parameter(name)),
      parameterStore(values),
    );
    expect(results).toEqual(names.map((name) => `value of ${name}`));
    expect(calls.map(({ input }) => [input.Names, input.WithDecryption])).toEqual([
      [names.slice(0, 10), true],
      [names.slice(10, 20), true],
      [names.slice(20), true],
    ]);
  });

  it('notices a parameter that is only left out of the answer', async () => {
    const { results } = await resolve([parameter('a'), parameter('b')], parameterStore({ a: '1' }));
    expect(results).toEqual(['1', 'does not exist']);
  });

  it('finds out which of several parameters is the one that may not be read', async () => {
    const { results } = await resolve([parameter('a'), parameter('b')], parameterStore({ a: '1', b: '2' }, ['b']));
    expect(results).toEqual(['1', 'AWS denied access. The credentials need ssm:GetParameters on y.']);
  });

  it('reads each version of a secret once, however many keys are used', async () => {
    const db = secretsManager('db');
    const { calls, results } = await resolve(
      [
        select(db, { jsonKey: 'user' }),
        select(db, { jsonKey: 'password' }),
        select(db, { versionStage: 'AWSPREVIOUS', jsonKey: 'user' }),
        select(db, { versionId: 'v1' }),
      ],
      secret('{"user":"a","password":"b"}'),
    );
    expect(results).toEqual(['a', 'b', 'a', '{"user":"a","password":"b"}']);
    expect(calls.map(({ input }) => input)).toEqual([
      { SecretId: 'db' },
      { SecretId: 'db', VersionStage: 'AWSPREVIOUS' },
      { SecretId: 'db', VersionId: 'v1' },
    ]);
  });

  it.each([
    ['text', '"a b"', 'a b'],
    ['a number', '5432', '5432'],
    ['zero', '0', '0'],
    ['a number from a million on, as Go writes it', '1234567', '1.234567e+06'],
    ['a small number, as Go writes it', '0.00001', '1e-05'],
    ['true', 'true', 'true'],
    ['an empty text', '""', ''],
    ['null', 'null', 'has no text, number or boolean under the key "k" of web: X'],
    ['an object', '{"canary":1}', 'has no text, number or boolean under the key "k" of web: X'],
  ])('gives what ECS makes of a key that contains %s', async (_, json, expected) => {
    const { results } = await resolve([select(secretsManager('db'), { jsonKey: 'k' })], secret(`{"k":${json}}`));
    expect(results).toEqual([expected]);
  });

  it.each([
    ['{"password":"canary"}', 'lacks the key "pasword" of web: X; did you mean "password"?'],
    ['canary', 'is not a JSON object, but web: X gets its key "pasword"'],
    [PLACEHOLDER, 'is still the placeholder, and has no key "pasword"'],
  ])('says why there is no such key', async (value, message) => {
    const { results } = await resolve([select(secretsManager('db'), { jsonKey: 'pasword' })], secret(value));
    expect(results).toEqual([message]);
  });

  it.each([
    ['a whole value', secretsManager('db'), `${CANARY}\0`],
    ['the value of a key', select(secretsManager('db'), { jsonKey: 'k' }), `{"k":"${CANARY}\\u0000"}`],
  ])('refuses %s that no variable can contain, without showing it', async (_what, source, value) => {
    const { results } = await resolve([source], secret(value));
    expect(results).toEqual(['gives web: X a NUL character, which no variable can contain']);
  });

  it('says so when the secret is binary', async () => {
    const { results } = await resolve([secretsManager('db')], { GetSecretValueCommand: () => ({}) });
    expect(results).toEqual(['is binary, which ECS does not inject']);
  });

  it('throws what says nothing about the secret', async () => {
    const unreachable = resolve([secretsManager('db')], {
      GetSecretValueCommand: () => {
        throw awsError('TimeoutError');
      },
    });
    await expect(unreachable).rejects.toThrow('AWS could not be reached');
  });
});
