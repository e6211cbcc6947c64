import { findSecret } from '../../../../commands/secrets/writes/find-secret';
import { existingParameter, parameter, secretsManager, select } from '../../../../lib/secrets/secret-source';
import { environmentConfig } from '../../../support/environment-config';
import { fakeSession } from '../../../support/secrets/fake-aws';

const SMALL = { cpu: 256, memoryMiB: 512 };
const database = secretsManager('database');

const { session } = fakeSession(
  {
    ...environmentConfig({
      application: 'shop',
      services: {
        web: {
          image: 'shop:1',
          size: SMALL,
          desiredCount: 1,
          secrets: {
            API_TOKEN: parameter('api-token'),
            SHARED: existingParameter('/shared/x'),
            TWIN: existingParameter('/shared/twin'),
            VIRGINIA_TWIN: existingParameter('/shared/twin', { region: 'us-east-1' }),
            PASSWORD: select(database, { jsonKey: 'password', versionStage: 'AWSCURRENT' }),
            KEY: parameter('web-key'),
            TWICE: parameter('twice'),
            BEFORE: select(database, { versionStage: 'AWSPREVIOUS' }),
          },
        },
        worker: {
          image: 'registry.example.com/shop:1',
          registryCredentials: secretsManager('registry'),
          size: SMALL,
          desiredCount: 1,
          secrets: { KEY: parameter('worker-key'), PASSWORD: select(database, { jsonKey: 'password' }) },
        },
      },
      parameters: [],
    }),
    name: 'dev',
  },
  {},
);

describe('findSecret', () => {
  it.each([
    ['the declared name', 'api-token', '/shop/dev/api-token', undefined],
    ['the name in the store', '/shop/dev/api-token', '/shop/dev/api-token', undefined],
    ['a variable', 'API_TOKEN', '/shop/dev/api-token', undefined],
    ['the full name of an existing one', '/shared/x', '/shared/x', undefined],
    ['a variable that contains a key, in two services', 'PASSWORD', 'shop/dev/database', 'password'],
    ['the declared name of what ECS pulls an image with', 'registry', 'shop/dev/registry', undefined],
    ['the declared name of a secret, of which variables contain parts', 'database', 'shop/dev/database', undefined],
  ])('finds by %s', (_, given, storedName, jsonKey) => {
    const target = findSecret(session, given);
    expect([target.declared.storedName, target.jsonKey]).toEqual([storedName, jsonKey]);
  });

  it('asks which Region is meant, and takes the answer, or the variable', () => {
    expect(() => findSecret(session, '/shared/twin')).toThrow(
      'That name stands for several secrets; choose one of them: /shared/twin, us-east-1:/shared/twin',
    );
    for (const given of ['us-east-1:/shared/twin', 'VIRGINIA_TWIN']) {
      expect(findSecret(session, given).declared.uses.map(({ variable }) => variable)).toEqual(['VIRGINIA_TWIN']);
    }
    expect(findSecret(session, 'TWIN').declared.uses.map(({ variable }) => variable)).toEqual(['TWIN']);
  });

  it('suggests a close name, and does not repeat the given one', () => {
    expect(() => findSecret(session, 'api-tokem')).toThrow(
      /^dev declares no secret of that name; did you mean "api-token"\?$/,
    );
    expect(() => findSecret(session, 'canary-value')).toThrow(/^dev declares no secret of that name$/);
    expect(() => findSecret(session, 'registry.example.com')).toThrow(/^dev declares no secret of that name$/);
  });

  it('asks which one is meant when a variable stands for different secrets', () => {
    expect(() => findSecret(session, 'KEY')).toThrow(
      'That name stands for several secrets; choose one of them: /shop/dev/web-key, /shop/dev/worker-key',
    );
  });

  it('refuses a variable that reads a fixed version', () => {
    expect(() => findSecret(session, 'BEFORE')).toThrow(
      'web: BEFORE reads the version AWSPREVIOUS of shop/dev/database, which a new value does not change. ' +
        'To set the current version, use the name database.',
    );
  });
});
