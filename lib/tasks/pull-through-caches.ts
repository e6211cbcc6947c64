import type { Check } from '../validation/fields';
import { isOwnImage, type ImageReference } from './image';
import type { EcrRegistry } from './image-registry';

/** Which images of the own registry come from elsewhere. */
export interface PullThroughCaching extends Partial<EcrRegistry> {
  /**
   * Prefixes of pull-through cache rules.
   *
   * @default - none
   */
  readonly pullThroughCaches?: readonly string[];
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
const PREFIX = /^(?=.{2,30}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/** What is wrong with the prefix of a pull-through cache rule. */
export const cachePrefixProblem: Check<string> = (prefix) => {
  if (prefix === 'ROOT') {
    return 'would make a cache of every repository, also of those that are only pushed to: name what the cached ones start with';
  }
  return PREFIX.test(prefix)
    ? undefined
    : 'must be 2 to 30 lower-case letters and digits, separated by single ".", "_", "-" or "/", as the prefix of the rule in ECR';
};

/** Whether ECR fetches an image from another registry when it is pulled: it is in the own registry, below one of the prefixes. */
export function isCached(image: ImageReference, { pullThroughCaches = [], ...own }: PullThroughCaching): boolean {
  return isOwnImage(image, own) && pullThroughCaches.some((prefix) => image.repository.startsWith(`${prefix}/`));
}
