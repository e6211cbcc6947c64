/** Actions that read secret values. `kms:Decrypt` apart: applications need it for other encrypted data too. */
const SECRET_READS = [
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'ssm:GetParameterHistory',
  'secretsmanager:GetSecretValue',
  'secretsmanager:BatchGetSecretValue',
];

/** Actions whose effect is wider than the statement tells, because another role's permissions or a key's data come with them. */
const FAR_REACHING = [
  'ecs:ExecuteCommand',
  'iam:AttachRolePolicy',
  'iam:CreatePolicyVersion',
  'iam:PassRole',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:PutKeyPolicy',
  'secretsmanager:PutResourcePolicy',
  'ssm:PutResourcePolicy',
  'sts:AssumeRole',
];

const WILDCARD = /[*?]/;

/** The action by which a statement would read secrets, if it does. */
export function secretRead(action: string): string | undefined {
  return SECRET_READS.find((read) => covers(action, read));
}

/** Why an action needs a reason; nothing if it names one harmless thing. */
export function wideAction(action: string): string | undefined {
  if (WILDCARD.test(action)) {
    return 'has a wildcard';
  }
  const far = FAR_REACHING.find((other) => covers(action, other));
  return far && 'reaches further than it looks';
}

/**
 * Why a resource is wider than a named one or what is below it; nothing if it is not.
 *
 * `arn:aws:s3:::bucket/*` names a bucket, `arn:aws:dynamodb:…:table/*` names nothing, though both look alike: a lone word before the
 * wildcard is the name of a bucket in S3, and the type of the resource elsewhere.
 */
export function wideResource(resource: string): string | undefined {
  if (resource === '*') {
    return 'means every resource';
  }
  const [, partition = '', service = '', region = '', account = '', ...rest] = resource.split(':');
  if ([partition, service, region, account].some((part) => WILDCARD.test(part))) {
    return 'has a wildcard before the name of the resource';
  }
  const name = rest.join(':');
  const literal = name.slice(0, Math.max(0, name.search(WILDCARD)));
  const anyOfItsType = service === 's3' ? literal === '' : /^(?:[a-z-]+[/:])?$/.test(literal);
  return WILDCARD.test(name) && anyOfItsType ? 'names no resource before its wildcard' : undefined;
}

/** Whether an action, which may hold wildcards, allows another. IAM ignores case here. */
function covers(action: string, other: string): boolean {
  const pattern = action
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(other);
}
