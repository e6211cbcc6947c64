import { SECRET_STORES, type SecretStoreName } from '../../../lib/secrets/secret-stores';

/** What a container definition's `valueFrom` names. */
export interface SecretReference {
  readonly store: SecretStoreName;
  /** The ARN. */
  readonly id: string;
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

/** `arn:partition:service:region:account:secret:name`, after which the selectors come. */
const PARTS_OF_ARN = 7;

/**
 * Reads a `valueFrom` as ECS does: a secret's ARN ends at the seventh colon, followed by JSON key, version stage and version id. A
 * parameter's has one colon less, and no selectors.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function splitValueFrom(valueFrom: string): SecretReference {
  const parts = valueFrom.split(':');
  const store = Object.values(SECRET_STORES).find(({ service }) => service === parts[2])?.name;
  if (store === undefined) {
    throw new Error(`valueFrom must be the ARN of a parameter or a secret, got: ${valueFrom}`);
  }
  const [jsonKey, versionStage, versionId] = parts.slice(PARTS_OF_ARN).map((part) => part || undefined);
  return { store, id: parts.slice(0, PARTS_OF_ARN).join(':'), jsonKey, versionStage, versionId };
}
