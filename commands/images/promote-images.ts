import type { Environment } from '../../lib/environment/environment';
import { recordableRepositories } from '../../lib/environment/image-digests';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { mapConcurrently } from '../aws/batches';
import { CommandFailure } from '../cli/command-failure';
import { recordDigests } from './image-digests-file';
import { findImage, type ImageRegistry } from './image-registry';

export interface PromotedImage {
  readonly repository: string;
  readonly digest: string;
  /** Recorded for the other environment until now. @default - none */
  readonly previous?: string;
}

/**
 * Records images for an environment, if its registry has all of them.
 *
 * @returns those that it does not have: nothing was recorded then
 */
export async function promoteImages(
  projectDirectory: string,
  images: readonly PromotedImage[],
  to: Environment,
  registry: ImageRegistry,
): Promise<PromotedImage[]> {
  const sought = await mapConcurrently(images, async (image) => {
    const found = await findImage(registry, image.repository, { imageDigest: image.digest });
    return 'missing' in found ? [image] : [];
  });
  const missing = sought.flat();
  if (missing.length === 0) {
    const digests = Object.fromEntries(images.map(({ repository, digest }) => [repository, digest]));
    recordDigests(projectDirectory, to.name, digests);
  }
  return missing;
}

/**
 * The images whose digests are recorded for one environment and may be for another one.
 *
 * @throws CommandFailure if there are none
 */
export function promotableImages(from: Environment, to: Environment): PromotedImage[] {
  if (from.name === to.name) {
    throw new CommandFailure(`${from.name} is both the environment to promote from and to.`);
  }
  const recorded = recordedFor(from);
  if (recorded.size === 0) {
    throw new CommandFailure(`No digest is recorded for ${from.name}.`, { remedy: operatorCommands(from).pushImage });
  }
  const repositories = recordableRepositories(to);
  const promoted = [...recorded].filter(([repository]) => repositories.includes(repository));
  if (promoted.length === 0) {
    throw new CommandFailure(
      `${to.name} names no image of these repositories by a tag, for which ${from.name} has digests: ${[...recorded.keys()].join(', ')}.`,
    );
  }
  const before = recordedFor(to);
  return promoted.map(([repository, digest]) => {
    const previous = before.get(repository);
    return { repository, digest, ...(previous !== undefined && { previous }) };
  });
}

function recordedFor({ name, imageDigests = {} }: Environment): ReadonlyMap<string, string> {
  return new Map(Object.entries(imageDigests[name] ?? {}));
}
