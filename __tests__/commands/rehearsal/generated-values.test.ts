import { generatedValues } from '../../../commands/rehearsal/generated-values';
import { jsonKeyProblems, parseJsonObject, valueProblems } from '../../../commands/stores/secret-format';
import { environments } from '../../../environments';
import { examples } from '../../../examples';
import { secretInventory } from '../../../lib/environment/secret-inventory';
import { file } from '../../../lib/secrets/secret-file';
import { secretsManager, select, type SecretsManagerSource } from '../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

const configurations = Object.entries({ ...environments, ...examples });

test.each(configurations)('the values for %s fit their declarations, have every key, and differ', (_name, config) => {
  const inventory = secretInventory({ ...config, name: 'dev' });
  const values = inventory.flatMap((secret) => {
    const versions = generatedValues(secret);
    for (const { value } of versions) {
      expect(valueProblems(value, secret.source)).toEqual([]);
      for (const { source } of secret.uses) {
        const { jsonKey } = source.store === 'secrets-manager' ? source : {};
        const part = jsonKey === undefined ? value : parseJsonObject(value)?.get(jsonKey);
        expect(typeof part === 'string' ? jsonKeyProblems(part) : 'no text').toEqual([]);
      }
    }
    return versions.map(({ value }) => value);
  });
  expect(values.length).toBeGreaterThan(0);
  expect(new Set(values).size).toBe(values.length);
});

const secret = secretsManager('secret');

function versionsFor(...sources: SecretsManagerSource[]) {
  const secrets = Object.fromEntries(sources.map((source, index) => [`V${index}`, source]));
  const services = { web: serviceDefinition({ secrets }) };
  const [declared] = secretInventory({ ...environmentConfig({ services }), name: 'dev' });
  return declared === undefined ? [] : generatedValues(declared);
}

const FIRST = '80e210be-3091-49be-9e24-4add26b28249';
const SECOND = '19362400-a3ca-4905-932f-eb0a2928189d';

test.each([
  ['nothing', [secret], [[undefined, undefined]]],
  [
    'AWSPREVIOUS',
    [select(secret, { versionStage: 'AWSPREVIOUS' })],
    [
      [undefined, undefined],
      [undefined, undefined],
    ],
  ],
  ['one id', [select(secret, { versionId: FIRST })], [[FIRST, undefined]]],
  [
    'one id and AWSPREVIOUS',
    [select(secret, { versionId: FIRST }), select(secret, { versionStage: 'AWSPREVIOUS' })],
    [
      [undefined, undefined],
      [FIRST, undefined],
    ],
  ],
  [
    'two ids',
    [select(secret, { versionId: FIRST }), select(secret, { versionId: SECOND })],
    [
      [FIRST, undefined],
      [SECOND, undefined],
    ],
  ],
  [
    'a label of its own',
    [select(secret, { versionStage: 'CANDIDATE' })],
    [
      [undefined, 'CANDIDATE'],
      [undefined, undefined],
    ],
  ],
])('there is a version for all that is selected: %s', (_title, sources, expected) => {
  expect(versionsFor(...sources).map(({ versionId, versionStage }) => [versionId, versionStage])).toEqual(expected);
});

test('what is declared to be generated looks as it is declared, in every version', () => {
  const token = secretsManager('token', { generate: { bytes: 32, encoding: 'hex' } });
  const versions = versionsFor(token, select(token, { versionStage: 'AWSPREVIOUS' })).map(({ value }) => value);
  expect(versions).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
  expect(new Set(versions).size).toBe(2);
});

test('a key of a secret with another format is there in addition to what the format requires', () => {
  const account = secretsManager('account', { format: 'google-service-account' });
  const services = {
    web: serviceDefinition({
      user: '1:1',
      secrets: { MAIL: select(account, { jsonKey: 'extra' }) },
      secretFiles: { FILE: file('key.json', account) },
    }),
  };
  const [declared] = secretInventory({ ...environmentConfig({ services }), name: 'dev' });
  const [version] = declared === undefined ? [] : generatedValues(declared);
  expect([...(parseJsonObject(version?.value ?? '')?.keys() ?? [])]).toEqual(
    expect.arrayContaining(['extra', 'private_key']),
  );
});
