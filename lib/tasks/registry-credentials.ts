import type { SecretsManagerSource, SecretSource } from '../secrets/secret-source';
import { selectorOf } from '../secrets/secret-selector';
import type { Rule } from '../validation/object-schema';
import { shown } from '../validation/messages';
import type { ContainerConfig } from './container-config';
import { imageProblem, isInEcr, parseImage } from './image';

/** What ECS logs in to a private registry with, and checked as that, whatever else it is used for. */
export const CREDENTIALS_FORMAT = 'registry-credentials' satisfies SecretsManagerSource['format'];

/** Hosts of ECR's public gallery, to which the only logins are good for 12 hours. */
const PUBLIC_ECR = ['public.ecr.aws', 'ecr-public.aws.com'];

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html */
export const registryCredentialsRule: Rule<Pick<ContainerConfig, 'image' | 'registryCredentials'>> = {
  needs: ['registryCredentials'],
  check: ({ image, registryCredentials }, report, hasValidType) => {
    if (registryCredentials === undefined) {
      return;
    }
    const ofImage = hasValidType('image') && imageProblem(image) === undefined ? uselessProblem(image) : undefined;
    const problem = sourceProblem(registryCredentials) ?? ofImage;
    if (problem !== undefined) {
      report(problem, ['registryCredentials']);
    }
  },
};

/** Why ECS cannot log in with a secret. It may be of any kind: what is bundled has not been compiled. */
function sourceProblem(source: SecretSource): string | undefined {
  if (source.store !== 'secrets-manager') {
    return 'is a parameter, and ECS takes the credentials of a registry from Secrets Manager alone: use secretsManager() or existingSecret()';
  }
  const [selector] = Object.keys(selectorOf(source));
  if (selector !== undefined) {
    return `selects by ${selector}, and ECS takes the whole secret in its current version, with "username" and "password"`;
  }
  if ('generate' in source && source.generate !== undefined) {
    return 'is generated, and the registry gives the credentials; leave out generate, and set those';
  }
  const { format = CREDENTIALS_FORMAT } = source;
  return ['text', 'json', CREDENTIALS_FORMAT].includes(format)
    ? undefined
    : `has the format ${shown(format)}; leave it out: the secret is JSON with "username" and "password"`;
}

/** Why a login is of no use for an image. */
function uselessProblem(image: string): string | undefined {
  const reference = parseImage(image);
  if (isInEcr(reference)) {
    return 'is of no use: the image is in ECR, where ECS logs in with the execution role; leave it out, or name another registry';
  }
  return PUBLIC_ECR.includes(reference.registry?.toLowerCase() ?? '')
    ? `is of no use: ${shown(reference.registry)} needs no login, and takes none that lasts longer than 12 hours; leave it out`
    : undefined;
}
