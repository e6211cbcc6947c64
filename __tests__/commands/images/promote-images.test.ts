import { promotableImages, promoteImages } from '../../../commands/images/promote-images';
import type { Environment } from '../../../lib/environment/environment';
import { validateEnvironments } from '../../../lib/environment/validate-environments';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { createFakeProject, type FakeProject } from '../../support/images/fake-project';
import { startFakeRegistry, type FakeRegistry } from '../../support/images/fake-registry';

const TESTED = `sha256:${'a'.repeat(64)}`;
const BEFORE = `sha256:${'b'.repeat(64)}`;

let project: FakeProject;
let registry: FakeRegistry;

beforeEach(async () => {
  project = createFakeProject();
  registry = await startFakeRegistry();
  registry.images.set('shop:1', TESTED);
  registry.images.set('worker:1', TESTED);
});

afterEach(() => {
  registry.service.stop();
  project.remove();
});

/** Promotes from stg to prod, as recorded, where each has services with these images. */
async function promote(
  imageDigests: Readonly<Record<string, Readonly<Record<string, string>>>>,
  { stg = ['shop:1'], prod = ['shop:1'], to = 'prod' } = {},
) {
  project.write('environments/images.json', JSON.stringify(imageDigests));
  const config = (images: readonly string[]) =>
    environmentConfig({
      imageDigests,
      services: Object.fromEntries(images.map((image, index) => [`s${index}`, serviceDefinition({ image })])),
    });
  const environments = validateEnvironments({ stg: config(stg), prod: config(prod) });
  const find = (name: string) => ({ ...environments[name], name }) as Environment;
  const images = promotableImages(find('stg'), find(to));
  return { images, missing: await promoteImages(project.directory, images, find(to), registry) };
}

const recorded = (): unknown => JSON.parse(project.read('environments/images.json'));

test('the digest of one environment is recorded for the other', async () => {
  expect(await promote({ stg: { shop: TESTED } })).toEqual({
    images: [{ repository: 'shop', digest: TESTED }],
    missing: [],
  });
  expect(recorded()).toEqual({ prod: { shop: TESTED }, stg: { shop: TESTED } });
});

test('it says what was recorded until then', async () => {
  const { images } = await promote({ stg: { shop: TESTED }, prod: { shop: BEFORE } });
  expect(images).toEqual([{ repository: 'shop', digest: TESTED, previous: BEFORE }]);
});

test('a repository that the other environment does not deploy, or by a digest of its own, is left out', async () => {
  const digests = { stg: { shop: TESTED, worker: TESTED, report: TESTED } };
  const { images } = await promote(digests, {
    stg: ['shop:1', 'worker:1', 'report:1'],
    prod: ['shop:1', `report@${BEFORE}`],
  });
  expect(images.map(({ repository }) => repository)).toEqual(['shop']);
  expect(recorded()).toMatchObject({ prod: { shop: TESTED } });
});

test('nothing is recorded if the registry of the other environment lacks one of them', async () => {
  registry.images.set('worker:1', BEFORE);
  const digests = { stg: { shop: TESTED, worker: TESTED } };
  const { missing } = await promote(digests, { stg: ['shop:1', 'worker:1'], prod: ['shop:1', 'worker:1'] });
  expect(missing).toEqual([{ repository: 'worker', digest: TESTED }]);
  expect(recorded()).toEqual(digests);
});

test.each([
  ['nothing is recorded to promote', {}, {}, 'No digest is recorded for stg.'],
  [
    'both are the same',
    { stg: { shop: TESTED } },
    { to: 'stg' },
    'stg is both the environment to promote from and to.',
  ],
  [
    'they have no repository in common',
    { stg: { shop: TESTED } },
    { prod: ['worker:1'] },
    'prod names no image of these repositories by a tag, for which stg has digests: shop.',
  ],
])('it is refused where %s', async (_why, digests, options, message) => {
  await expect(promote(digests, options)).rejects.toThrow(message);
  expect(recorded()).toEqual(digests);
});
