import { namedAccount } from '../account/declared-account';
import { imagePolicyProblem, imageProblem, isOwnImage, parseImage, pullProblem } from '../tasks/image';
import { cachePrefixProblem, isCached } from '../tasks/pull-through-caches';
import { didYouMean, shown } from '../validation/messages';
import type { Rule } from '../validation/object-schema';
import { declaredFields } from './declared-workloads';
import type { Environment } from './environment';
import { deployedImage } from './image-digests';
import { pathsAbove } from './secret-rules';

const ANY_ACCOUNT = '0'.repeat(12);

/** What each image is: a reference that the environment accepts, and that Fargate can pull. */
export const imageRule: Rule<Environment> = {
  needs: ['imagePolicy', 'region'],
  check: (environment, report, hasValidType) => {
    const { imagePolicy, region } = environment;
    const own = { region, accountId: namedAccount(environment) ?? ANY_ACCOUNT };
    for (const { path, value: image } of declaredFields('image', environment, hasValidType)) {
      const wellFormed = imageProblem(image) === undefined;
      const problem = wellFormed
        ? (imagePolicyProblem(deployedImage(image, environment), imagePolicy) ?? pullProblem(image, own))
        : undefined;
      if (problem !== undefined) {
        report(`${shown(image)} ${problem}`, path);
      }
    }
  },
};

/** A prefix that no image is below is probably misspelt, and the image lacks what it should give. */
export const pullThroughCachesRule: Rule<Environment> = {
  // Where one image has a wrong type, a prefix that seems to be unused may not be.
  needs: ['pullThroughCaches', 'region', 'services', 'scheduledTasks'],
  check: (environment, report, hasValidType) => {
    const { pullThroughCaches = [] } = environment;
    const images = declaredFields('image', environment, hasValidType)
      .filter(({ value }) => imageProblem(value) === undefined)
      .map(({ value }) => parseImage(value));
    for (const [index, prefix] of pullThroughCaches.entries()) {
      const path = ['pullThroughCaches', index];
      const first = pullThroughCaches.indexOf(prefix);
      if (first !== index) {
        report(`${shown(prefix)} is also pullThroughCaches[${first}]`, path);
      } else if (
        cachePrefixProblem(prefix) === undefined &&
        !images.some((image) => isCached(image, { ...environment, pullThroughCaches: [prefix] }))
      ) {
        const known = images.flatMap((image) => (isOwnImage(image, environment) ? pathsAbove(image.repository) : []));
        report(`${shown(prefix)} has no image of the own registry below it${didYouMean(prefix, known)}`, path);
      }
    }
  },
};
