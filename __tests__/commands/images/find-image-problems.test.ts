import { findImageProblems } from '../../../commands/images/find-image-problems';
import type { Environment } from '../../../lib/environment/environment';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { ecrAt, HOST, startFakeRegistry, type FakeRegistry } from '../../support/images/fake-registry';
import { startFakeService } from '../../support/operations/fake-service';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;

let registry: FakeRegistry;

beforeEach(async () => {
  registry = await startFakeRegistry();
  registry.images.set('shop:1', DIGEST);
  registry.images.set('shop:latest', OTHER);
});

afterEach(() => registry.service.stop());

function problemsOf(images: readonly string[], others: Partial<Environment> = {}) {
  const services = Object.fromEntries(images.map((image, index) => [`s${index}`, serviceDefinition({ image })]));
  return findImageProblems(registry, { ...environmentConfig(), name: 'dev', services, ...others });
}

test.each(['shop:1', 'shop', 'shop:latest', `shop@${DIGEST}`, `shop:gone@${DIGEST}`, `${HOST}/shop:1`])(
  '%s is there',
  async (image) => {
    expect(await problemsOf([image])).toEqual({ findings: [], notChecked: [] });
  },
);

test.each(['shop:2', `shop@sha256:${'c'.repeat(64)}`, `${HOST}/shop:2`])('%s is missing', async (image) => {
  expect(await problemsOf([image])).toEqual({
    findings: [
      {
        image,
        usedBy: ['s0'],
        problem: 'is not in the registry of 123456789012 in ap-northeast-1',
        remedy:
          'npm run image -- push dev, or name an image that is there: aws ecr describe-images --repository-name shop --region ' +
          'ap-northeast-1',
      },
    ],
    notChecked: [],
  });
});

test('a repository that does not exist is called so', async () => {
  const { findings } = await problemsOf(['worker:1']);
  expect(findings).toMatchObject([
    { image: 'worker:1', problem: 'has no repository worker in the registry of 123456789012 in ap-northeast-1' },
  ]);
});

test('each image is looked for once, and found for all that use it, also beside the application', async () => {
  const web = serviceDefinition({ image: 'shop:1', sidecars: { proxy: { image: 'shop:2' } } });
  const migrate = { image: 'shop:2', size: { cpu: 256, memoryMiB: 512 } } as const;
  const { findings } = await problemsOf([], { services: { web }, tasks: { migrate } });
  expect(findings).toMatchObject([{ image: 'shop:2', usedBy: ['migrate', 'web'] }]);
  expect(registry.service.calls('DescribeImages')).toHaveLength(2);
});

// Whoever may ask this registry may not ask others.
test.each([
  ['public.ecr.aws/nginx/nginx:1', 'it is in another registry'],
  ['210987654321.dkr.ecr.ap-northeast-1.amazonaws.com/shop:1', 'it is in another registry'],
  ['123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1', 'it is in another registry'],
  ['docker-hub/library/nginx:1', 'ECR fetches it when it is pulled'],
])('%s is named as not checked', async (image, reason) => {
  expect(await problemsOf([image], { pullThroughCaches: ['docker-hub'] })).toEqual({
    findings: [],
    notChecked: [{ image, reason }],
  });
  expect(registry.service.calls('DescribeImages')).toEqual([]);
});

test('that the registry may not be asked is no finding', async () => {
  const denying = await startFakeService({});
  const asked = findImageProblems(
    { ...registry, ecr: ecrAt(denying.endpoint) },
    { ...environmentConfig(), name: 'dev' },
  );
  await expect(asked).rejects.toThrow('The credentials need ecr:DescribeImages');
  denying.stop();
});
