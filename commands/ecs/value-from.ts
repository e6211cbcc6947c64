/** What a container definition's `valueFrom` names. */
export interface SecretReference {
  readonly store: 'parameter-store' | 'secrets-manager';
  /** What is asked for: a name or an ARN. */
  readonly id: string;
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

/** `arn:partition:secretsmanager:region:account:secret:name`, behind which the selectors come. */
const PARTS_OF_SECRET_ARN = 7;

/**
 * Reads a `valueFrom` as ECS does: a secret's ARN ends at the seventh colon, and behind it are JSON key, version stage and version
 * id.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function splitValueFrom(valueFrom: string): SecretReference {
  const parts = valueFrom.split(':');
  const service = parts[2];
  if (service === 'ssm') {
    return { store: 'parameter-store', id: valueFrom };
  }
  if (service !== 'secretsmanager') {
    throw new Error(`valueFrom must be the ARN of a parameter or a secret, got: ${valueFrom}`);
  }
  const [jsonKey, versionStage, versionId] = parts.slice(PARTS_OF_SECRET_ARN).map((part) => part || undefined);
  return {
    store: 'secrets-manager',
    id: parts.slice(0, PARTS_OF_SECRET_ARN).join(':'),
    jsonKey,
    versionStage,
    versionId,
  };
}
