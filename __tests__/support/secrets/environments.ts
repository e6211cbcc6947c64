import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { file } from '../../../lib/secrets/secret-file';
import { existingParameter, parameter, secretsManager, select } from '../../../lib/secrets/secret-source';
import { environmentConfig } from '../environment-config';

const SMALL = { cpu: 256, memoryMiB: 512 };

const database = secretsManager('database', { description: 'Connection of the database', format: 'json' });

/** Every way of getting a secret, in both stores. */
function configuration(overrides: Partial<EnvironmentConfig> = {}): EnvironmentConfig {
  return environmentConfig({
    application: 'shop',
    services: {
      web: {
        image: 'shop:1.0.0',
        size: SMALL,
        desiredCount: 1,
        user: '1000:1000',
        secrets: {
          API_TOKEN: parameter('api-token', { description: 'Token of the API' }),
          DATABASE_USER: select(database, { jsonKey: 'user' }),
          DATABASE_PASSWORD: select(database, { jsonKey: 'password' }),
          LICENSE: existingParameter('/shared/license'),
        },
        secretFiles: {
          TLS_KEY_FILE: file('tls.pem', parameter('tls/key', { format: 'pem', tier: 'Advanced' })),
        },
        runtimeParameters: 'settings',
      },
      worker: {
        image: 'shop:1.0.0',
        size: SMALL,
        desiredCount: 1,
        secrets: {
          DATABASE_PASSWORD: select(database, { jsonKey: 'password' }),
          DATABASE_BEFORE: select(database, { versionStage: 'AWSPREVIOUS' }),
          SIGNING_KEY: secretsManager('signing-key', { generate: { bytes: 32, encoding: 'base64' } }),
        },
      },
    },
    parameters: [parameter('settings/mode')],
    ...overrides,
  });
}

/** `own-key` has a key of its own and deletion protection; `elsewhere` belongs to an account that the credentials of the tests do not. */
export const environments = {
  alpha: configuration(),
  beta: configuration(),
  'own-key': configuration({
    encryptionKey: { rotationPeriodDays: 365, deletionWindowDays: 7 },
    deletionProtection: true,
  }),
  elsewhere: configuration({ accountId: '999999999999' }),
};
