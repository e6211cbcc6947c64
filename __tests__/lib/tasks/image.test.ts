import { imagePolicyProblem, imageProblem, isOwnImage, parseImage } from '../../../lib/tasks/image';
import { problemsWith, problemsWithService } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an image reference', () => {
  test.each([
    ['app', { repository: 'app' }],
    ['app:1.0.0', { repository: 'app', tag: '1.0.0' }],
    ['team/app:v1', { repository: 'team/app', tag: 'v1' }],
    [`app@${digest}`, { repository: 'app', digest }],
    [`app:1@${digest}`, { repository: 'app', tag: '1', digest }],
    ['public.ecr.aws/nginx/nginx:1.29.3', { registry: 'public.ecr.aws', repository: 'nginx/nginx', tag: '1.29.3' }],
    ['localhost/app', { registry: 'localhost', repository: 'app' }],
    ['registry:5000/app:1', { registry: 'registry:5000', repository: 'app', tag: '1' }],
    [
      '210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.2',
      {
        registry: '210987654321.dkr.ecr.eu-west-1.amazonaws.com',
        ecr: { accountId: '210987654321', region: 'eu-west-1' },
        repository: 'team/app',
        tag: '1.2',
      },
    ],
    ['docker.io/a__b/c--d', { registry: 'docker.io', repository: 'a__b/c--d' }],
  ])('%s is taken apart', (reference, image) => {
    expect(parseImage(reference)).toEqual(image);
  });

  test.each([
    ['', 'repository of lower-case'],
    ['a', 'repository of lower-case'],
    ['App:1', 'in lower case'],
    ['app/', 'repository of lower-case'],
    ['/app', 'repository of lower-case'],
    ['app--x', 'repository of lower-case'],
    ['app:', 'a tag of'],
    ['app:.1', 'a tag of'],
    [`app:${'1'.repeat(129)}`, 'a tag of'],
    ['app:1:2', 'a tag of'],
    ['app@sha256:123', 'must have a digest of "sha256:" and 64 lower-case hexadecimal digits, got 3'],
    [`app@${digest.slice(0, -1)}`, 'hexadecimal digits, got 63'],
    [`app@${digest}0`, 'hexadecimal digits, got 65'],
    [`app@${digest.toUpperCase()}`, 'a digest of'],
    [`app@${digest}@${digest}`, 'a digest of'],
    ['-x.example.com/app', 'not a host name'],
    ['https://example.com/app', 'not a host name'],
    // ECR has narrower names for repositories than others do: no "__", no "--", at least 2 characters.
    ['210987654321.dkr.ecr.eu-west-1.amazonaws.com/app__x', 'repository of lower-case'],
    ['210987654321.dkr.ecr.eu-west-1.amazonaws.com/a', 'repository of lower-case'],
    ['app 1', 'repository of lower-case'],
    ['a'.repeat(256), 'at most 255 are allowed'],
    [`registry.example.com/${'a'.repeat(235)}`, 'at most 255 are allowed'],
  ])('%s is refused', (reference, problem) => {
    expect(imageProblem(reference)).toContain(problem);
    expect(() => parseImage(reference)).toThrow(problem);
  });

  test.each(['a'.repeat(255), `registry.example.com/${'a'.repeat(234)}`])(
    'may have 255 characters, as %s',
    (reference) => {
      expect(imageProblem(reference)).toBeUndefined();
    },
  );

  test('may have a repository of 2 characters', () => {
    expect(imageProblem('ab')).toBeUndefined();
  });

  test('may have a tag of 128 characters', () => {
    expect(imageProblem(`app:${'1'.repeat(128)}`)).toBeUndefined();
  });
});

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html: up to 255 characters
describe('an image of the own registry', () => {
  const registry = '000000000000.dkr.ecr.ap-northeast-1.amazonaws.com/';
  const imageProblems = (image: string) => problemsWithService({ image });

  test('has at most 255 characters together with the registry, and without the digest', () => {
    const longest = 'a'.repeat(255 - registry.length);
    expect(imageProblems(longest)).toEqual([]);
    expect(imageProblems(`${longest}@${digest}`)).toEqual([]);
    expect(imageProblems(`${longest}b@${digest}`)).toEqual([
      expect.stringMatching(
        /^image: ".*…" \(\d+ more characters\) has, with the registry 0{12}\.dkr\.ecr\.ap-northeast-1\.amazonaws\.com, 256 characters; at most 255 are allowed, not counting the digest: shorten it by 1$/,
      ),
    ]);
  });

  test('has more room in another one', () => {
    const external = `registry.example.com/${'a'.repeat(234)}`;
    expect(imageProblems(`${external}@${digest}`)).toEqual([]);
    expect(imageProblems(`${external}b@${digest}`)).toHaveLength(1);
  });
});

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
describe('an image of ECR', () => {
  test.each([
    ['cn-north-1', '210987654321.dkr.ecr.cn-northwest-1.amazonaws.com.cn/app:1', []],
    ['us-gov-west-1', '210987654321.dkr.ecr.us-gov-east-1.amazonaws.com/app:1', []],
    ['us-gov-west-1', '210987654321.dkr.ecr.us-east-1.amazonaws.com/app:1', ['us-east-1', 'aws', 'aws-us-gov']],
    ['us-east-1', '210987654321.dkr.ecr.us-gov-east-1.amazonaws.com/app:1', ['us-gov-east-1', 'aws-us-gov', 'aws']],
    ['us-east-1', '210987654321.dkr.ecr.cn-north-1.amazonaws.com.cn/app:1', ['cn-north-1', 'aws-cn', 'aws']],
    [
      'us-east-1',
      '210987654321.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu/app:1',
      ['eusc-de-east-1', 'aws-eusc', 'aws'],
    ],
  ])('is pulled in %s, if it is in the same partition: %s', (region, image, [there, partition, own]) => {
    const { network, ...rest } = environmentConfig();
    const publicSubnets = network.publicSubnets.map((subnet, index) => ({
      ...subnet,
      availabilityZone: `${region}${'ab'[index] ?? ''}`,
    }));
    const services = { web: serviceDefinition({ image }) };
    expect(problemsWith({ ...rest, region, network: { ...network, publicSubnets }, services })).toEqual(
      there === undefined
        ? []
        : [
            expect.stringContaining(
              `is in ${there}, a Region of the partition ${String(partition)}, where roles of ${String(own)} have no rights`,
            ),
          ],
    );
  });

  test('is the own one, if it names the account and Region of the environment', () => {
    const image = parseImage('123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1');
    expect(isOwnImage(parseImage('app:1'), { region: 'us-east-1' })).toBe(true);
    expect(isOwnImage(image, { region: 'us-east-1', accountId: '123456789012' })).toBe(true);
    expect(isOwnImage(image, { region: 'us-east-2', accountId: '123456789012' })).toBe(false);
    expect(isOwnImage(image, { region: 'us-east-1', accountId: '210987654321' })).toBe(false);
    expect(isOwnImage(image, { region: 'us-east-1' })).toBe(false);
    expect(isOwnImage(parseImage('public.ecr.aws/nginx/nginx:1'), { region: 'us-east-1' })).toBe(false);
  });
});

describe('an image policy', () => {
  test.each([
    ['any', 'app', true],
    ['any', 'app:latest', true],
    ['pinned', 'app', false],
    ['pinned', 'app:latest', false],
    ['pinned', 'app:1', true],
    ['pinned', `app@${digest}`, true],
    ['pinned', `app:latest@${digest}`, true],
    ['digest', 'app:1', false],
    ['digest', 'public.ecr.aws/nginx/nginx:1', false],
    ['digest', `app@${digest}`, true],
    ['pinned', '210987654321.dkr.ecr.eu-west-1.amazonaws.com/app', false],
    ['pinned', 'registry.example.com:5000/app:latest', false],
    ['pinned', 'registry.example.com:5000/app', false],
    ['pinned', 'registry.example.com:5000/app:1', true],
  ] as const)('%s, of %s: %s', (policy, reference, accepted) => {
    expect(imagePolicyProblem(reference, policy) === undefined).toBe(accepted);
  });

  test('is applied to every image of the environment', () => {
    expect(problemsWith({ imagePolicy: 'digest' })).toEqual([
      `services.web.image: "ecs_parameter_store:1.0.0" must end with a digest, "@sha256:…": the environment's imagePolicy is "digest"`,
    ]);
  });
});
