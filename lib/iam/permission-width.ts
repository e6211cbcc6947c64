/** Actions that read secret values. `kms:Decrypt` apart: applications need it for other encrypted data too. */
const SECRET_READS = [
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'ssm:GetParameterHistory',
  'secretsmanager:GetSecretValue',
  'secretsmanager:BatchGetSecretValue',
];

/**
 * Actions whose effect is wider than the statement tells: with them come the permissions of another role or user, the data of a key,
 * or what another program runs or believes.
 */
const FAR_REACHING = [
  'ecs:ExecuteCommand',
  'ecs:RegisterTaskDefinition',
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:CreateRole',
  'iam:PassRole',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:PutKeyPolicy',
  'kms:ReEncryptFrom',
  'lambda:UpdateFunctionCode',
  'secretsmanager:PutResourcePolicy',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecret',
  'ssm:PutParameter',
  'ssm:PutResourcePolicy',
  'ssm:SendCommand',
  'ssm:StartSession',
  'sts:AssumeRole',
];

const WILDCARD = /[*?]/;

/** A whole bucket name with its separator. */
const BELOW_BUCKET = /^[^/*?]+\//;

/** A type, a whole first name and its separator. */
const BELOW_NAME = /^[A-Za-z-]+[/:][^/:*?]+[/:]/;

/**
 * Resources whose name is a path, by service, up to the end of the name: `parameter/shop/*` names no parameter but a hierarchy.
 * Streams of a log group, and the ending that AWS gives a secret, come after the name.
 */
const PATH_NAMES: ReadonlyMap<string, RegExp> = new Map([
  ['ecr', /^repository\/.*$/],
  ['iam', /^.*$/],
  ['kms', /^alias\/.*$/],
  ['logs', /^log-group:[^:]+/],
  ['secretsmanager', /^secret:.+?(?=-\?{6}$|$)/],
  ['ssm', /^parameter\/.*$/],
]);

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
 * wildcard is the name of a bucket in S3, and the type of the resource elsewhere. The beginning of a name names nothing either:
 * `table/o*` means also tables that do not exist yet.
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
  return WILDCARD.test(name) && !namesWhole(service, account, name)
    ? 'names no whole resource before its wildcard'
    : undefined;
}

function namesWhole(service: string, account: string, name: string): boolean {
  const path = PATH_NAMES.get(service)?.exec(name)?.[0];
  if (path !== undefined) {
    return !WILDCARD.test(path);
  }
  // Access points and jobs of S3, which have an account, start with their type.
  return (service === 's3' && account === '' ? BELOW_BUCKET : BELOW_NAME).test(name);
}

/** Whether an action, which may hold wildcards, allows another. IAM ignores case here. */
function covers(action: string, other: string): boolean {
  const pattern = action
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(other);
}
