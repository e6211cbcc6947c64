import { parseArn } from '../aws/arns';

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
 * Actions whose effect is wider than the statement says: they give the permissions of another role or user, the data of a key, or
 * control of what another program runs or reads.
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

/** The action with which a statement would read secrets, if it does. */
export function secretRead(action: string): string | undefined {
  return SECRET_READS.find((read) => covers(action, read));
}

/** Why an action needs a reason; nothing if it names one harmless thing. */
export function broadAction(action: string): string | undefined {
  if (WILDCARD.test(action)) {
    return 'has a wildcard';
  }
  const far = FAR_REACHING.find((other) => covers(action, other));
  return far && 'grants more than its name suggests';
}

/**
 * Why a resource is wider than a named one or what is below it; nothing if it is not.
 *
 * `arn:aws:s3:::bucket/*` names a bucket, `arn:aws:dynamodb:…:table/*` names nothing, though they look alike: a lone word before the
 * wildcard is the name of a bucket in S3, and the type of the resource elsewhere. The beginning of a name names nothing either:
 * `table/o*` means also tables that do not exist yet.
 */
export function broadResource(resource: string): string | undefined {
  if (resource === '*') {
    return 'means every resource';
  }
  const arn = parseArn(resource);
  if (arn === undefined) {
    return undefined; // Another rule says so.
  }
  const { partition, service, region, accountId, resource: name } = arn;
  if ([partition, service, region, accountId].some((part) => WILDCARD.test(part))) {
    return 'has a wildcard before the name of the resource';
  }
  return WILDCARD.test(name) && !namesWhole(service, accountId, name)
    ? 'has a wildcard inside the name of the resource'
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

/** Whether an action, which may contain wildcards, allows another. IAM ignores case here. */
function covers(action: string, other: string): boolean {
  const pattern = action
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(other);
}
