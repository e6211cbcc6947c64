import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { file } from '../lib/secrets/secret-file';
import { secretsManager } from '../lib/secrets/secret-source';
import { smallEnvironment } from './small-environment';

/**
 * A task that runs every night and calls Google Cloud, whose client libraries want their credentials in a file and its path in
 * GOOGLE_APPLICATION_CREDENTIALS. The key is kept in Secrets Manager; the task finds it in a file that only its own user can read,
 * and never in its environment.
 */
export const gcpCredentials: EnvironmentConfig = {
  ...smallEnvironment,
  application: 'gcp_credentials',
  services: {},
  scheduledTasks: {
    export: {
      image: 'gcp_credentials:1.0.0',
      size: { cpu: 256, memoryMiB: 512 },
      schedule: 'cron(0 3 * * ? *)',
      timeZone: 'Asia/Tokyo',
      command: ['node', 'src/show-google-account.js'],
      user: '1000:1000',
      secretFiles: {
        GOOGLE_APPLICATION_CREDENTIALS: file(
          'credentials.json',
          secretsManager('google-service-account', {
            description: 'Key of the service account that writes to BigQuery',
            format: 'google-service-account',
            recoveryWindowDays: 7,
          }),
        ),
      },
    },
  },
};
