import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { parameter } from '../lib/secrets/secret-source';
import { smallEnvironment } from './small-environment';

/**
 * The application reads its parameters itself when it starts: all that are below a path, with its task role.
 *
 * The image's entrypoint sees the path in PARAMETER_STORE_PREFIX (`/goecssample/dev/database`) and exports what it finds there, a
 * variable for each parameter: `sample/master/user` becomes SAMPLE_MASTER_USER. A parameter that is added below the path later
 * needs no change of the service. Secrets of which the list is known are better injected: ECS then refuses to start a task without them.
 */
export const runtimeParameters: EnvironmentConfig = {
  ...smallEnvironment,
  application: 'goecssample',
  // Only roles that may read a parameter may decrypt with it.
  encryptionKey: { rotationPeriodDays: 365, deletionWindowDays: 7 },
  parameters: [
    parameter('database/sample/master/user', { description: 'Name of the database owner' }),
    parameter('database/sample/master/password', { description: 'Password of the database owner' }),
  ],
  services: {
    web: {
      image: 'goecssample:1.0.0',
      size: { cpu: 256, memoryMiB: 512 },
      desiredCount: 1,
      port: 80,
      user: '1000:1000',
      runtimeParameters: 'database',
      environmentVariables: { REQUIRED_VARIABLES: 'SAMPLE_MASTER_USER,SAMPLE_MASTER_PASSWORD' },
    },
  },
};
