/**
 * Which image references an environment accepts:
 *
 * - `any`: every tag, also `latest`
 * - `pinned`: a tag other than `latest`, or a digest
 * - `digest`: a digest, the only reference that can never come to mean another image
 */
export type ImagePolicy = 'any' | 'pinned' | 'digest';
