import { parameter, secretsManager, select } from '../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../environment-config';

const database = secretsManager('database', { format: 'json' });

/** Services that share secrets, and a task; `elsewhere` belongs to an account that the credentials of the tests do not. */
const operated = environmentConfig({
  application: 'shop',
  services: {
    web: serviceDefinition({
      image: 'shop:1.0.0',
      desiredCount: 2,
      secrets: { API_TOKEN: parameter('api-token'), DATABASE_PASSWORD: select(database, { jsonKey: 'password' }) },
    }),
    worker: serviceDefinition({
      image: 'shop:1.0.0',
      secrets: { DATABASE_USER: select(database, { jsonKey: 'user' }) },
    }),
  },
  scheduledTasks: {
    report: {
      image: 'shop:1.0.0',
      size: { cpu: 256, memoryMiB: 512 },
      schedule: 'cron(0 3 * * ? *)',
      timeZone: 'Asia/Tokyo',
      secrets: { API_TOKEN: parameter('api-token') },
    },
  },
});

export const environments = {
  dev: operated,
  bare: environmentConfig({ application: 'shop' }),
  elsewhere: { ...operated, accountId: '999999999999' },
};
