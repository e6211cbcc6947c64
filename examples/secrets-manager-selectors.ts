import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { secretsManager, select } from '../lib/secrets/secret-source';
import { smallEnvironment } from './small-environment';

const user = secretsManager('user', {
  description: 'A JSON object with age, gender and twitter',
  format: 'json',
  recoveryWindowDays: 7,
});

/**
 * One secret of Secrets Manager, and every way to use a part or a version of it.
 *
 * A stage or an id can be used only once there is such a version, or no task can start: deploy with the whole secret or its keys
 * first, set two values, and then add the others.
 */
export const secretsManagerSelectors: EnvironmentConfig = {
  ...smallEnvironment,
  application: 'secrets_manager_selectors',
  services: {
    web: {
      image: 'secrets_manager_selectors:1.0.0',
      size: { cpu: 256, memoryMiB: 512 },
      desiredCount: 1,
      port: 80,
      user: '1000:1000',
      environmentVariables: { REQUIRED_VARIABLES: 'WHOLE,AGE,GENDER,TWITTER' },
      secrets: {
        WHOLE: user,
        AGE: select(user, { jsonKey: 'age' }),
        GENDER: select(user, { jsonKey: 'gender' }),
        TWITTER: select(user, { jsonKey: 'twitter' }),
        PREVIOUS: select(user, { versionStage: 'AWSPREVIOUS' }),
        CURRENT: select(user, { versionStage: 'AWSCURRENT' }),
        PREVIOUS_AGE: select(user, { jsonKey: 'age', versionStage: 'AWSPREVIOUS' }),
        // The ids of versions are known once they were written: npm run secrets -- history dev user
        SECOND_VERSION: select(user, { versionId: '19362400-a3ca-4905-932f-eb0a2928189d' }),
        FIRST_VERSION: select(user, { versionId: '80e210be-3091-49be-9e24-4add26b28249' }),
      },
    },
  },
};
