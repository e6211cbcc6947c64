import type { Environment } from '../../lib/environment/environment';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { isOwnImage } from '../../lib/tasks/image';
import { isCached } from '../../lib/tasks/pull-through-caches';
import { mapConcurrently } from '../aws/batches';
import { deployedImages, type DeployedImage } from './deployed-images';
import { findImage, type ImageRegistry } from './image-registry';

/** An image that tasks could not pull. */
export interface ImageProblem {
  /** As it is deployed: with the recorded digest, if there is one. */
  readonly image: string;
  /** Names of services and tasks. */
  readonly usedBy: readonly string[];
  readonly problem: string;
  readonly remedy: string;
}

export interface ImageFindings {
  readonly findings: readonly ImageProblem[];
  /** Images of other registries, which nobody here can be sure of. */
  readonly notChecked: readonly { readonly image: string; readonly reason: string }[];
}

/**
 * Finds the images of an environment that its registry does not have, before tasks fail to start. Needs `ecr:DescribeImages` on the
 * repositories.
 *
 * @throws AwsFailure if the registry cannot be asked
 */
export async function findImageProblems(registry: ImageRegistry, environment: Environment): Promise<ImageFindings> {
  const images = deployedImages(environment).map((image) => ({
    image,
    reason: whyNotChecked(image, registry, environment),
  }));
  const checked = images.filter(({ reason }) => reason === undefined);
  const findings = await mapConcurrently(checked, ({ image }) => checkImage(registry, image, environment));
  return {
    findings: findings.flat(),
    notChecked: images.flatMap(({ image: { reference: image }, reason }) =>
      reason === undefined ? [] : [{ image, reason }],
    ),
  };
}

function whyNotChecked(
  image: DeployedImage,
  { location }: ImageRegistry,
  { pullThroughCaches }: Environment,
): string | undefined {
  if (!isOwnImage(image, location)) {
    return 'it is in another registry';
  }
  return isCached(image, { ...location, pullThroughCaches }) ? 'ECR fetches it when it is pulled' : undefined;
}

async function checkImage(
  registry: ImageRegistry,
  { reference: image, repository, tag = 'latest', digest, usedBy }: DeployedImage,
  environment: Environment,
): Promise<ImageProblem[]> {
  const id = digest === undefined ? { imageTag: tag } : { imageDigest: digest };
  const found = await findImage(registry, repository, id);
  if (!('missing' in found)) {
    return [];
  }
  const { accountId, region } = registry.location;
  const where = `the registry of ${accountId} in ${region}`;
  const { pushImage, listImages } = operatorCommands(environment);
  return found.missing === 'repository'
    ? [
        {
          ...{ image, usedBy },
          problem: `has no repository ${repository} in ${where}`,
          remedy: `Add it to \`repositories\` of the account in environments/accounts.ts, deploy that, then: ${pushImage}`,
        },
      ]
    : [
        {
          ...{ image, usedBy },
          problem: `is not in ${where}`,
          remedy: `${pushImage}, or name an image that is there: ${listImages(repository)}`,
        },
      ];
}
