import type { SecretSelector, SecretSource } from './secret-source';

/** What is selected of a secret; empty where the whole current value is used. */
export function selectorOf(source: SecretSource): SecretSelector {
  const { jsonKey, versionStage, versionId }: SecretSelector = source.store === 'secrets-manager' ? source : {};
  return {
    ...(jsonKey !== undefined && { jsonKey }),
    ...(versionStage !== undefined && { versionStage }),
    ...(versionId !== undefined && { versionId }),
  };
}

/** The secret that a selection was made of. */
export function withoutSelector(source: SecretSource): SecretSource {
  if (source.store === 'parameter-store') {
    return source;
  }
  const { jsonKey: _key, versionStage: _stage, versionId: _id, ...secret } = source;
  return secret;
}
