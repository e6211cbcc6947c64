import { parseArn } from '../../../lib/aws/arns';
import { SECRET_READS } from '../../../lib/aws/secret-reads';
import type { EnvironmentIdentity } from '../../../lib/naming/names';
import { SECRET_STORES, type SecretStoreName } from '../../../lib/secrets/secret-stores';
import { text } from '../model/attributes';
import { policyGrants, type Grant } from '../model/policy-grants';
import { shortName } from '../model/resource-name';
import { secretReference } from '../model/secret-reference';
import type { StackChange } from '../model/stack-change';
import type { StackSide } from '../model/stack-side';
import { taskDefinitions } from '../model/task-definitions';
import { difference, type Difference } from './difference';

/** A role that may read a parameter or secret. */
export interface SecretReader {
  readonly role: string;
  /** What has the role: `web, execution role`; the role itself where nothing is known of it. */
  readonly who: string;
  readonly store: SecretStoreName;
  /** Name in the store; with `*` or `?` every name of that form. */
  readonly secret: string;
}

/** What else a policy allows or denies. */
export interface Permission extends Grant {
  readonly who: string;
}

export interface AccessChange {
  readonly secrets: Difference<SecretReader>;
  readonly permissions: Difference<Permission>;
  /** Those that stay, but under other conditions. */
  readonly otherConditions: readonly Permission[];
}

/** Who may read and do what, before and after, by the policies themselves and not by what was declared. */
export function accessChange(
  environment: EnvironmentIdentity & { readonly region: string },
  change: StackChange,
): AccessChange {
  const [before, after] = [change.before, change.after].map((side) => accessOf(environment, side));
  const all = difference(before?.permissions ?? [], after?.permissions ?? [], keyOf);
  const isIn = (list: readonly Permission[]) => {
    const keys = new Set(list.map(withoutConditions));
    return (permission: Permission) => keys.has(withoutConditions(permission));
  };
  const [isGained, isLost] = [isIn(all.gained), isIn(all.lost)];
  // Told of the secret by its name.
  const isOfSecret = (side: StackSide, { effect, action, resource }: Permission) =>
    effect === 'Allow' &&
    SECRET_READS.includes(action) &&
    secretReference(side, resource, environment.region) !== undefined;
  return {
    secrets: difference(before?.secrets ?? [], after?.secrets ?? [], ({ role, store, secret }) =>
      [role, store, secret].join('\n'),
    ),
    permissions: {
      gained: all.gained.filter((permission) => !isLost(permission) && !isOfSecret(change.after, permission)),
      lost: all.lost.filter((permission) => !isGained(permission) && !isOfSecret(change.before, permission)),
      kept: all.kept,
    },
    otherConditions: all.gained.filter(isLost),
  };
}

function keyOf(permission: Permission): string {
  return `${withoutConditions(permission)}\n${permission.conditions}`;
}

function withoutConditions({ principal, effect, action, resource }: Permission): string {
  return [principal, effect, action, resource].join('\n');
}

function accessOf(environment: EnvironmentIdentity & { readonly region: string }, side: StackSide) {
  const holders = roleHolders(environment, side);
  const grants = policyGrants(side).map((grant) => ({
    ...grant,
    who: holders.get(grant.principal) ?? shortName(environment, grant.principal),
  }));
  return { secrets: secretReaders(side, grants, environment.region), permissions: grants };
}

/** Which role starts or is which task, by the name of the role. */
function roleHolders(environment: EnvironmentIdentity, side: StackSide): ReadonlyMap<string, string> {
  return new Map(
    taskDefinitions(side).flatMap(({ family, resource: { attributes } }) =>
      (['execution', 'task'] as const).flatMap((kind) => {
        const role = text(side.find('aws_iam_role', attributes[`${kind}_role_arn`])?.attributes.name);
        return role === undefined ? [] : [[role, `${shortName(environment, family)}, ${kind} role`] as const];
      }),
    ),
  );
}

/**
 * Each role with each secret that it may read. A pattern of names stands for itself, and for every secret of the environment that it
 * matches: so a role that may read everything is seen to read each of them.
 */
function secretReaders(side: StackSide, grants: readonly Permission[], region: string): SecretReader[] {
  const reading = grants.flatMap((grant) => scopes(side, grant, region));
  const concrete = new Map(
    [...reading, ...declared(side)].map(({ store, secret }) => [`${store}\n${secret}`, { store, secret }]),
  );
  const allowed = reading.filter(({ effect }) => effect === 'Allow');
  const denied = reading.filter(({ effect, conditions }) => effect === 'Deny' && conditions === '');
  const people = new Map(allowed.map((grant) => [grant.principal, grant.who]));
  return [...people].flatMap(([role, who]) =>
    [...concrete.values()]
      .filter(({ store, secret }) => {
        const covers = (grant: Scope) =>
          grant.principal === role &&
          grant.store === store &&
          matches(withoutSlash(grant.secret), withoutSlash(secret));
        return allowed.some(covers) && !denied.some(covers);
      })
      .map(({ store, secret }) => ({ role, who, store, secret })),
  );
}

interface Scope extends Permission {
  readonly store: SecretStoreName;
  readonly secret: string;
}

/** The secrets that a grant is about, in each store that its action reads. What cannot be told is taken for all of them. */
function scopes(side: StackSide, grant: Permission, region: string): Scope[] {
  const read = SECRET_READS.filter((action) => isMeant(grant.action, action));
  return Object.values(SECRET_STORES)
    .filter(({ service }) => read.some((action) => action.startsWith(`${service}:`)))
    .flatMap(({ name: store, service }) => {
      const secret = secretReference(side, grant.resource, region);
      if (secret !== undefined) {
        return secret.store === store ? [{ ...grant, store, secret: secret.name }] : [];
      }
      const isAny = matches(parseArn(grant.resource)?.service ?? '*', service) && /^NOT |[*?]/.test(grant.resource);
      return isAny && !(grant.effect === 'Deny' && grant.resource.startsWith('NOT '))
        ? [{ ...grant, store, secret: '*' }]
        : [];
    });
}

function isMeant(granted: string, action: string): boolean {
  const [, not, pattern = ''] = /^(not )?(.*)$/s.exec(granted.toLowerCase()) ?? [];
  return matches(pattern, action.toLowerCase()) === (not === undefined);
}

function declared(side: StackSide): Pick<SecretReader, 'store' | 'secret'>[] {
  const stores = { aws_ssm_parameter: 'parameter-store', aws_secretsmanager_secret: 'secrets-manager' } as const;
  return Object.entries(stores).flatMap(([type, store]) =>
    side.ofType(type).map(({ address, attributes }) => ({ store, secret: text(attributes.name) ?? address })),
  );
}

/** In an ARN, the name of a parameter has no slash at its beginning. */
function withoutSlash(name: string): string {
  return name.replace(/^\//, '');
}

/** As IAM matches: `*` is any text, `?` any character. */
function matches(pattern: string, name: string): boolean {
  const expression = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(name);
}
