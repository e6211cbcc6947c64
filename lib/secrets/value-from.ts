import type { SecretSource } from './secret-source';

/**
 * What a container definition's `valueFrom` says: the ARN, and for a part or version of a secret its selector behind it. If any
 * selector is used, all three colons are there.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function renderValueFrom(arn: string, source: SecretSource): string {
  if (source.store === 'parameter-store') {
    return arn;
  }
  const { jsonKey = '', versionStage = '', versionId = '' } = source;
  const selector = [jsonKey, versionStage, versionId];
  return selector.every((part) => part === '') ? arn : [arn, ...selector].join(':');
}
