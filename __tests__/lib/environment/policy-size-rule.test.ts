import { policySize } from '../../../lib/aws/policy-document';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { policySizeProblems } from '../../../lib/environment/policy-size-rule';
import { parameter, secretsManager, type SecretSource } from '../../../lib/secrets/secret-source';
import { formatProblems } from '../../../lib/validation/problems';
import { deployedRoles } from '../../support/deployed-access';
import { environmentConfig } from '../../support/environment-config';
import { synthesize } from '../../support/synthesized-stack';

const OWN_KEY = { rotationPeriodDays: 365, deletionWindowDays: 30 };
const WEB = { image: 'shop/web:1.0.0', size: { cpu: 256, memoryMiB: 512 }, desiredCount: 1 };

function withSecrets(sources: readonly SecretSource[], overrides: Partial<EnvironmentConfig> = {}): EnvironmentConfig {
  const secrets = Object.fromEntries(sources.map((source, index) => [`SECRET_${index}`, source]));
  return environmentConfig({ services: { web: { ...WEB, secrets } }, ...overrides });
}

function problems(config: EnvironmentConfig): string[] {
  return formatProblems(policySizeProblems({ ...config, name: 'dev' }), 'environments.dev');
}

const names = (last: string) => [
  ...Array.from({ length: 90 }, (_, index) => parameter(`p/${1000 + index}`)),
  parameter(last),
];
const [executionRole] = synthesize({ dev: withSecrets(names('x')) })
  .flatMap(deployedRoles)
  .filter(({ name }) => name.endsWith('-execution'));

/** As many parameters as a policy has room for, the last with a name so long that the policy has the size. */
function ofSize(size: number): EnvironmentConfig {
  const missing = size - policySize(executionRole?.policies[0] ?? { Version: '2012-10-17', Statement: [] });
  return withSecrets(names('x'.repeat(1 + missing)));
}

describe('the size of a policy', () => {
  it('is accepted up to the limit of IAM, as it is in the synthesized stack', () => {
    expect(problems(ofSize(10_240))).toEqual([]);
  });

  it('is refused one character beyond it, with the count and what to do', () => {
    expect(problems(ofSize(10_241))).toEqual([
      'environments.dev.services.web: the policy of its execution role has 10241 characters; at most 10240 are allowed: ' +
        'split the service, or put several values into one JSON secret of Secrets Manager and select its keys',
    ]);
  });

  it('counts that the environment’s own key names every secret once more', () => {
    const sources = Array.from({ length: 70 }, (_, index) => secretsManager(`s${index}`));
    expect(problems(withSecrets(sources))).toEqual([]);
    expect(problems(withSecrets(sources, { encryptionKey: OWN_KEY }))).toEqual([
      expect.stringMatching(
        /^environments\.dev\.services\.web: the policy of its execution role has 1\d{4} characters/,
      ),
    ]);
  });

  it('is that of each role by itself', () => {
    const resources = Array.from(
      { length: 200 },
      (_, index) => `arn:aws:s3:::shop-uploads-of-the-web-service/${1000 + index}/*`,
    );
    const taskPermissions = [{ actions: ['s3:PutObject'], resources }];
    const task = { ...WEB, taskPermissions };
    const scheduledTasks = { nightly: { ...task, schedule: 'rate(1 day)', timeZone: 'UTC' } };
    expect(problems(environmentConfig({ scheduledTasks, tasks: { migrate: task } }))).toEqual([
      expect.stringMatching(
        /^environments\.dev\.scheduledTasks\.nightly: the policy of its task role has 1\d{4} characters/,
      ),
      expect.stringMatching(/^environments\.dev\.tasks\.migrate: the policy of its task role has 1\d{4} characters/),
    ]);
  });
});
