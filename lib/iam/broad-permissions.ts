import { parseArn } from '../aws/arns';
import { SECRET_READS } from '../aws/secret-reads';
import farReachingActions from './far-reaching-actions.json';

/**
 * Actions that can lead to rights which their statement does not name: they give permissions, credentials, or control of what runs or
 * is read with the rights of others. Made of AWS's list of actions by `npm run generate`, so that whole services are covered and not
 * only what somebody remembered; what that list does not tell is named in `generators/far-reaching-actions.ts`.
 */
const FAR_REACHING: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(farReachingActions).map(([service, names]) => [service, new Set(names.toLowerCase().split(' '))]),
);

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
  return SECRET_READS.find((read) => matches(action.toLowerCase(), read.toLowerCase()));
}

/** Why an action needs a reason; nothing if it names one harmless thing. */
export function broadAction(action: string): string | undefined {
  if (WILDCARD.test(action)) {
    return 'has a wildcard';
  }
  // IAM ignores case here.
  const [service = '', name = ''] = action.toLowerCase().split(':');
  return FAR_REACHING.get(service)?.has(name) ? 'grants more than its name suggests' : undefined;
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

/**
 * Whether a pattern means a whole text: `*` any characters, `?` one. Without a regular expression, whose time can grow exponentially
 * with the number of wildcards.
 */
function matches(pattern: string, text: string): boolean {
  let position = 0;
  let at = 0;
  let lastStar: { position: number; at: number } | undefined;
  while (at < text.length) {
    const wanted = pattern[position];
    if (wanted === '*') {
      lastStar = { position, at };
      position += 1;
    } else if (wanted === '?' || wanted === text[at]) {
      position += 1;
      at += 1;
    } else if (lastStar !== undefined) {
      // Let the last star mean one character more; earlier ones never need to.
      lastStar = { ...lastStar, at: lastStar.at + 1 };
      position = lastStar.position + 1;
      at = lastStar.at;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(position));
}
