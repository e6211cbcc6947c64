import type { PolicyRule } from './policy-rule';
import { blocks, CONTAINER } from './synthesized-stack';

/** What ECS takes for root: a user, with or without a group. */
const ROOT = /^(?:root|0)(?::|$)/;

/**
 * Variables that have the credentials of AWS or of a registry.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-8
 */
const CREDENTIALS: readonly unknown[] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'ECS_ENGINE_AUTH_DATA'];

/** Containers of task definitions. */
export const containerRules: readonly PolicyRule[] = [
  {
    id: 'container-read-only',
    title: 'The file system of a container is read-only',
    sources: ['FSBP ECS.5', 'CKV_AWS_336'],
    types: [CONTAINER],
    check: ({ attributes }) =>
      attributes.readonlyRootFilesystem === true ? undefined : 'can change the files of its image',
  },
  {
    id: 'container-not-privileged',
    title: 'A container has no rights on its host',
    sources: ['FSBP ECS.4', 'CKV_AWS_334'],
    types: [CONTAINER],
    check: ({ attributes }) => (attributes.privileged === true ? 'is privileged' : undefined),
  },
  {
    id: 'container-not-root',
    title: 'A container does not run as root',
    sources: ['FSBP ECS.20'],
    types: [CONTAINER],
    // Most images have no user of their own, and are run as root where the task definition names none.
    check: ({ attributes: { user } }) => {
      if (typeof user !== 'string') {
        return 'runs as whoever its image says, root if it says nobody';
      }
      return ROOT.test(user) ? `runs as ${JSON.stringify(user)}` : undefined;
    },
  },
  {
    id: 'container-no-credentials',
    title: 'A container gets no credentials as plain variables',
    sources: ['FSBP ECS.8'],
    types: [CONTAINER],
    check: ({ attributes }) => {
      const found = blocks(attributes.environment).find(({ name }) => CREDENTIALS.includes(name));
      return found && `has the plain variable ${String(found.name)}`;
    },
  },
  {
    id: 'container-logging',
    title: 'What a container writes is logged',
    sources: ['FSBP ECS.9', 'AwsSolutions-ECS7'],
    types: [CONTAINER],
    check: ({ attributes }) =>
      blocks(attributes.logConfiguration).some(({ logDriver }) => typeof logDriver === 'string' && logDriver !== '')
        ? undefined
        : 'has no log driver',
  },
];
