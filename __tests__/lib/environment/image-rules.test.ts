import { problemsWith } from '../../support/configuration-problems';
import { serviceDefinition } from '../../support/environment-config';

/** The problems of an environment whose services have these images. */
function problemsWithCaches(pullThroughCaches: readonly string[], ...images: string[]): readonly string[] {
  const services = Object.fromEntries(images.map((image, index) => [`s${index}`, serviceDefinition({ image })]));
  return problemsWith({ accountId: '123456789012', pullThroughCaches, services });
}

// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
describe('the prefix of a pull-through cache', () => {
  test.each(['ab', 'a'.repeat(30), 'docker-hub', 'team/quay.io', 'a_b/0-1'])('may be %s', (prefix) => {
    expect(problemsWithCaches([prefix], `${prefix}/nginx:1`)).toEqual([]);
  });

  test.each(['', 'a', 'a'.repeat(31), 'Docker', 'docker--hub', 'docker-hub/', '/docker-hub', 'docker-', 'a//b', '*'])(
    'is not %j',
    (prefix) => {
      expect(problemsWithCaches([prefix], 'docker-hub/nginx:1')).toEqual([
        expect.stringMatching(
          /^pullThroughCaches\[0\]: ".*" must be 2 to 30 lower-case letters and digits, separated by/,
        ),
      ]);
    },
  );

  test('is not ROOT, which would be every repository', () => {
    expect(problemsWithCaches(['ROOT'], 'nginx:1')).toEqual([
      'pullThroughCaches[0]: "ROOT" would make a cache of every repository, also of those that are only pushed to: name what the ' +
        'cached ones start with',
    ]);
  });

  test('is given once', () => {
    expect(problemsWithCaches(['quay', 'docker-hub', 'quay'], 'quay/app:1', 'docker-hub/library/nginx:1')).toEqual([
      'pullThroughCaches[2]: "quay" is also pullThroughCaches[0]',
    ]);
  });

  test('may be below another one, as the prefixes of two rules may', () => {
    expect(problemsWithCaches(['quay', 'quay/team'], 'quay/team/app:1')).toEqual([]);
  });

  test.each([
    ['dockerhub', 'docker-hub/library/nginx:1', '; did you mean "docker-hub"?'],
    ['docker-hub', 'docker-hub:1', ''],
    ['docker-hub', 'docker-hub2/nginx:1', '; did you mean "docker-hub2"?'],
    ['docker-hub', 'docker.io/docker-hub/nginx:1', ''],
    ['docker-hub', '210987654321.dkr.ecr.ap-northeast-1.amazonaws.com/docker-hub/nginx:1', ''],
    ['docker-hub', '123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub/nginx:1', ''],
  ])('%s is not that of %s, and so of none', (prefix, image, suggestion) => {
    expect(problemsWithCaches([prefix], image)).toEqual([
      `pullThroughCaches[0]: "${prefix}" has no image of the own registry below it${suggestion}`,
    ]);
  });

  test('is that of an image that names the own registry', () => {
    const image = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/docker-hub/nginx:1';
    expect(problemsWithCaches(['docker-hub'], image)).toEqual([]);
  });

  test('is not judged where an image is not a text', () => {
    expect(problemsWith({ pullThroughCaches: ['quay'], services: { web: serviceDefinition({ image: '' }) } })).toEqual([
      expect.stringMatching(/^pullThroughCaches/),
      expect.stringMatching(/^services\.web\.image/),
    ]);
  });
});
