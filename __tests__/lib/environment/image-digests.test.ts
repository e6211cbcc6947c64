import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { validateEnvironments } from '../../../lib/environment/validate-environments';
import { NOW, problemsOf, unchecked } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const OWN = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com';

const size = { cpu: 256, memoryMiB: 512 } as const;

const environment = (overrides: Partial<EnvironmentConfig>) =>
  environmentConfig({ accountId: '123456789012', sharesAccount: true, ...overrides });

/** The images that services and tasks are deployed with, `web` of which is in the repository `shop`. */
function deployedImages(config: Partial<EnvironmentConfig>) {
  const { dev } = validateEnvironments({ dev: environment(config) }, 'environments', NOW);
  return dev;
}

const problemsOfRecorded = (imageDigests: unknown, others: Partial<EnvironmentConfig> = {}) =>
  problemsOf({
    dev: environment({
      imageDigests: unchecked(imageDigests),
      services: { web: serviceDefinition({ image: 'shop:1' }) },
      ...others,
    }),
    stg: environment({
      imageDigests: unchecked(imageDigests),
      services: { web: serviceDefinition({ image: 'shop:1' }) },
    }),
  });

describe('a recorded digest', () => {
  test('takes the place of the tag, in every container of every service and task', () => {
    const web = serviceDefinition({
      image: 'shop:1',
      sidecars: { proxy: { image: `${OWN}/shop` } },
      logRouter: { type: 'fluentbit', image: 'shop:router', options: { Name: 'stdout' } },
    });
    const dev = deployedImages({
      services: { web },
      scheduledTasks: { report: { image: 'shop:1', size, schedule: 'rate(1 day)', timeZone: 'UTC' } },
      tasks: { migrate: { image: 'shop:1', size } },
      imageDigests: { dev: { shop: DIGEST } },
    });
    expect(dev?.services.web).toEqual({
      ...web,
      image: `shop@${DIGEST}`,
      sidecars: { proxy: { image: `${OWN}/shop@${DIGEST}` } },
      logRouter: { ...web.logRouter, image: `shop@${DIGEST}` },
    });
    expect([dev?.scheduledTasks?.report?.image, dev?.tasks?.migrate?.image]).toEqual([
      `shop@${DIGEST}`,
      `shop@${DIGEST}`,
    ]);
  });

  test.each([
    ['in another repository', 'other:1'],
    ['of the same name in another registry', 'registry.example.com/shop:1'],
    ['of the same name in the registry of another Region', '123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1'],
    ['that names a digest itself', `shop@${OTHER}`],
  ])('is not that of an image %s', (_which, image) => {
    const services = { web: serviceDefinition({ image: 'shop:1' }), other: serviceDefinition({ image }) };
    const dev = deployedImages({ services, imageDigests: { dev: { shop: DIGEST } } });
    expect(dev?.services.other?.image).toBe(image);
  });

  test('is that of its environment alone', () => {
    const services = { web: serviceDefinition({ image: 'shop:1' }) };
    const both = validateEnvironments({
      dev: environment({ services, imageDigests: { dev: { shop: DIGEST } } }),
      stg: environment({ services, imageDigests: { dev: { shop: DIGEST } } }),
    });
    expect([both.dev?.services.web?.image, both.stg?.services.web?.image]).toEqual([`shop@${DIGEST}`, 'shop:1']);
  });

  test('is what the policy of the environment is about', () => {
    const services = { web: serviceDefinition({ image: 'shop:latest' }) };
    expect(problemsOf({ dev: environment({ services, imagePolicy: 'digest' }) })).toHaveLength(1);
    const imageDigests = { dev: { shop: DIGEST } };
    expect(problemsOf({ dev: environment({ services, imagePolicy: 'digest', imageDigests }) })).toEqual([]);
  });

  test('may be there when what was checked is checked again', () => {
    const services = { web: serviceDefinition({ image: 'shop:1' }) };
    const once = validateEnvironments({ dev: environment({ services, imageDigests: { dev: { shop: DIGEST } } }) });
    expect(validateEnvironments(once)).toEqual(once);
  });
});

// Written by a command, merged by git, and edited by hand.
describe('what is recorded', () => {
  test.each<[unknown, string]>([
    [null, 'imageDigests: must be digests by environment and repository, got null'],
    [[], 'imageDigests: must be digests by environment and repository, got a list'],
    ['dev', 'imageDigests: must be digests by environment and repository, got text'],
    [{ dev: DIGEST }, 'imageDigests.dev: must be digests by repository, got text'],
    [
      { dev: { shop: 1 } },
      'imageDigests.dev.shop: must be a digest, "sha256:" and 64 lower-case hexadecimal digits, got a number',
    ],
    [
      { dev: { shop: DIGEST.slice(0, -1) } },
      'imageDigests.dev.shop: must have a digest of "sha256:" and 64 lower-case hexadecimal digits, got 63',
    ],
    [
      { dev: { shop: `${DIGEST}a` } },
      'imageDigests.dev.shop: must have a digest of "sha256:" and 64 lower-case hexadecimal digits, got 65',
    ],
    [
      { dev: { shop: '1.0.0' } },
      'imageDigests.dev.shop: must have a digest of "sha256:" and 64 lower-case hexadecimal digits',
    ],
    [{ stag: { shop: DIGEST } }, 'imageDigests.stag: there is no environment "stag"; did you mean "stg"?'],
    [
      { dev: { shopp: DIGEST } },
      'imageDigests.dev.shopp: no image without a digest of its own is in this repository of the account\'s registry; did you mean "shop"?',
    ],
    [{ toString: { shop: DIGEST } }, 'imageDigests.toString: there is no environment "toString"'],
  ])('%j is refused once, although all environments share it', (recorded, problem) => {
    expect(problemsOfRecorded(recorded)).toEqual([`environments.dev.${problem}`]);
  });

  test.each([{}, { dev: {} }, { dev: { shop: DIGEST } }, { stg: { shop: DIGEST }, dev: { shop: OTHER } }])(
    'may be %j',
    (recorded) => {
      expect(problemsOfRecorded(recorded)).toEqual([]);
    },
  );

  test('is refused where the only image of the repository names another digest itself', () => {
    const services = { web: serviceDefinition({ image: `shop@${OTHER}` }) };
    expect(problemsOfRecorded({ dev: { shop: DIGEST } }, { services })).toEqual([
      "environments.dev.imageDigests.dev.shop: no image without a digest of its own is in this repository of the account's registry",
    ]);
  });

  test('is not called unused where an image is wrong that may be meant', () => {
    const services = { web: serviceDefinition({ image: unchecked(1) }) };
    expect(problemsOfRecorded({ dev: { shop: DIGEST } }, { services })).toEqual([
      expect.stringContaining('services.web.image'),
    ]);
  });
});
