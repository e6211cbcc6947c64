import { imageRegistry, partitionOf } from '../aws/regions';
import { shown } from '../validation/messages';
import { ecrRegistry, registryProblem, unreachableProblem, type EcrRegistry } from './image-registry';

/**
 * Which image references an environment accepts:
 *
 * - `any`: every tag, also `latest`
 * - `pinned`: a tag other than `latest`, or a digest
 * - `digest`: a digest, the only reference that can never come to mean another image
 */
export type ImagePolicy = 'any' | 'pinned' | 'digest';

/** Digests, `sha256:…`, by environment and repository. */
export type ImageDigests = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** An image reference, taken apart. */
export interface ImageReference {
  /**
   * Host of the registry, with its port if it names one.
   *
   * @default - the ECR registry of the account and Region that it is deployed to
   */
  readonly registry?: string;

  /**
   * Whose registry of ECR the host is.
   *
   * @default - it is not one of ECR, or there is no host
   */
  readonly ecr?: EcrRegistry;

  /** Path of the repository in its registry, without tag and digest. */
  readonly repository: string;

  /**
   * For example `1.0.0`.
   *
   * @default - none: `latest`, unless there is a digest
   */
  readonly tag?: string;

  /**
   * For example `sha256:9f86…`.
   *
   * @default - none
   */
  readonly digest?: string;
}

/**
 * The limit of 256 characters needs no check: neither an image reference nor the name of an application has as many.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
 */
export const ECR_REPOSITORY = /^(?=..)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/** @see https://github.com/distribution/reference/blob/main/reference.go */
const EXTERNAL_REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
const MAXIMUM_IMAGE = 255;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Takes an image reference apart: it is in the account's own ECR registry unless its first component is a host, that is, has a dot
 * or a colon or is `localhost`.
 *
 * @throws if it is not an image reference
 */
export function parseImage(reference: string): ImageReference {
  const problem = imageProblem(reference);
  if (problem !== undefined) {
    throw new Error(`image ${shown(reference)} ${problem}`);
  }
  return split(reference);
}

/** An image reference with its registry in front: the account's own one, if it names none. */
export function imageWithRegistry(reference: string, ownRegistry: string): string {
  return split(reference).registry === undefined ? `${ownRegistry}/${reference}` : reference;
}

/** What is wrong with an image reference, whatever the policy; nothing if it is one. */
export function imageProblem(reference: string): string | undefined {
  const image = split(reference);
  const length = withoutDigest(reference).length;
  if (length > MAXIMUM_IMAGE) {
    return `has ${length} characters; at most ${MAXIMUM_IMAGE} are allowed, not counting the digest`;
  }
  const ofRegistry = image.registry === undefined ? undefined : registryProblem(image.registry);
  if (ofRegistry !== undefined) {
    return ofRegistry;
  }
  if (image.repository !== image.repository.toLowerCase()) {
    return 'must have a repository in lower case';
  }
  if (!(isInEcr(image) ? ECR_REPOSITORY : EXTERNAL_REPOSITORY).test(image.repository)) {
    return 'must have a repository of lower-case letters and digits, separated by single ".", "_", "-" or "/"';
  }
  if (image.tag !== undefined && !TAG.test(image.tag)) {
    return 'must have a tag of 1 to 128 letters, digits, "_", "." and "-", not starting with "." or "-"';
  }
  return image.digest === undefined ? undefined : digestProblem(image.digest);
}

/** What is wrong with a digest; nothing if it is one. */
export function digestProblem(digest: string): string | undefined {
  if (DIGEST.test(digest)) {
    return undefined;
  }
  // Nobody counts 63 digits.
  const digits = /^sha256:([0-9a-f]*)$/.exec(digest)?.[1];
  const given = digits === undefined ? '' : `, got ${digits.length}`;
  return `must have a digest of "sha256:" and 64 lower-case hexadecimal digits${given}`;
}

/** Why Fargate cannot pull an image of a valid reference; nothing if it can. */
export function pullProblem(reference: string, own: EcrRegistry): string | undefined {
  const { registry, ecr } = split(reference);
  if (registry !== undefined) {
    return unreachableProblem(registry) ?? (ecr && partitionProblem(ecr, own));
  }
  const ownRegistry = imageRegistry(own);
  const over = withoutDigest(imageWithRegistry(reference, ownRegistry)).length - MAXIMUM_IMAGE;
  return over > 0
    ? `has, with the registry ${ownRegistry}, ${MAXIMUM_IMAGE + over} characters; at most ${MAXIMUM_IMAGE} are allowed, not counting ` +
        `the digest: shorten it by ${over}`
    : undefined;
}

/** A role has no rights in another partition, whatever the repository's policy says. */
function partitionProblem(ecr: EcrRegistry, own: EcrRegistry): string | undefined {
  const [there, here] = [partitionOf(ecr.region), partitionOf(own.region)];
  return there === here
    ? undefined
    : `is in ${ecr.region}, a Region of the partition ${there ?? 'aws'}, where roles of ${here ?? 'aws'} have no rights: ` +
        'copy it to a registry of the own partition';
}

/** Whether ECS needs rights to pull an image: it is in the own registry of ECR, or in somebody else's. */
export function isInEcr({ registry, ecr }: ImageReference): boolean {
  return registry === undefined || ecr !== undefined;
}

/** Whether an image is in the registry of an account and Region, named or not. */
export function isOwnImage({ registry, ecr }: ImageReference, own: Partial<EcrRegistry>): boolean {
  return registry === undefined || (ecr?.region === own.region && ecr?.accountId === own.accountId);
}

function withoutDigest(reference: string): string {
  return reference.replace(/@.*$/s, '');
}

/** Why a policy does not accept an image; nothing if it does. */
export function imagePolicyProblem(reference: string, policy: ImagePolicy): string | undefined {
  const { tag, digest } = split(reference);
  if (policy === 'any' || digest !== undefined) {
    return undefined;
  }
  if (policy === 'digest') {
    return 'must end with a digest, "@sha256:…": the environment\'s imagePolicy is "digest"';
  }
  if (tag === undefined) {
    return 'has no tag, which means "latest"; the environment\'s imagePolicy is "pinned"';
  }
  return tag === 'latest' ? 'has the tag "latest"; the environment\'s imagePolicy is "pinned"' : undefined;
}

function split(reference: string): ImageReference {
  const [named = '', ...digests] = reference.split('@');
  const slash = named.indexOf('/');
  const host = slash === -1 ? '' : named.slice(0, slash);
  const external = host === 'localhost' || /[.:]/.test(host);
  const path = external ? named.slice(slash + 1) : named;
  const colon = path.indexOf(':');
  const ecr = external ? ecrRegistry(host) : undefined;
  return {
    ...(external ? { registry: host } : {}),
    ...(ecr && { ecr }),
    repository: colon === -1 ? path : path.slice(0, colon),
    ...(colon === -1 ? {} : { tag: path.slice(colon + 1) }),
    ...(digests.length === 0 ? {} : { digest: digests.join('@') }),
  };
}
