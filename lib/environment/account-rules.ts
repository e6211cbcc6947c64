import { namedAccount } from '../account/declared-account';
import { namePrefix, secretHierarchy, workloadNames } from '../naming/names';
import { declaredAccount, declaredRegion, nameInStore } from '../secrets/secret-location';
import { shown } from '../validation/messages';
import type { HasValidType, Report } from '../validation/object-schema';
import { declaredWorkloads } from './declared-workloads';
import type { Environment } from './environment';
import type { EnvironmentConfig } from './environment-config';
import { declarations } from './secret-rules';

const ACCOUNT_FIELDS = ['accountId', 'account', 'sharesAccount'] as const;

/** One account for several environments is usual, and so is an id that was copied with the rest of a file: so it has to be said. */
export function reportSharedAccounts(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  report: Report,
  hasValidType: HasValidType,
): void {
  const named = Object.entries(environments)
    .filter(([name]) => ACCOUNT_FIELDS.every((field) => hasValidType(name, field)))
    .filter(([, config]) => namedAccount(config) !== undefined);
  for (const [name, { accountId, account, sharesAccount }] of named) {
    const others = named.filter(
      ([other, config]) =>
        other !== name && config.accountId === accountId && (account === undefined || config.account !== account),
    );
    if (others.length > 0 && sharesAccount !== true) {
      report(
        `${shown(accountId)} is also the account of ${others.map(([other]) => shown(other)).join(', ')}: give it one of its own, or ` +
          'say sharesAccount: true in each of them',
        [name, 'accountId'],
      );
    }
  }
}

/**
 * Environments in one account must not name their resources alike: `a` in `b-c` and `a-b` in `c` are both `a-b-c`. The Region makes
 * no difference, as the names of IAM roles belong to the account.
 */
export function reportNameCollisions(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  report: Report,
  hasValidType: HasValidType,
): void {
  const comparable = comparableEnvironments(environments, hasValidType);
  for (const [index, environment] of comparable.entries()) {
    for (const other of comparable.slice(0, index).filter((candidate) => mayShareAccount(candidate, environment))) {
      if (namePrefix(other) === namePrefix(environment)) {
        report(
          `names its resources ${shown(`${namePrefix(environment)}-…`)}, as ${shown(other.name)} does, which may be in the same ` +
            'account: change application or the name of the environment',
          [environment.name],
        );
      } else {
        reportSharedRoles(environment, other, report);
      }
    }
  }
}

function reportSharedRoles(environment: Environment, other: Environment, report: Report): void {
  const names = new Map(
    declaredWorkloads(other).map(({ kind, name }) => [
      workloadNames(other, name).name.toLowerCase(),
      `${kind} ${shown(name)}`,
    ]),
  );
  for (const { name, path } of declaredWorkloads(environment)) {
    const composed = workloadNames(environment, name).name;
    const rival = names.get(composed.toLowerCase());
    if (rival !== undefined) {
      report(
        `names its resources ${shown(composed)}, as the ${rival} of ${shown(other.name)} does, which may be in the same account: ` +
          'rename one of them',
        [environment.name, ...path],
      );
    }
  }
}

/**
 * A parameter or secret that an environment creates is read by that environment alone. Declared as an existing one, it would be
 * granted to another environment, or without the condition on its tags.
 */
export function reportBorrowedSecrets(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  report: Report,
  hasValidType: HasValidType,
): void {
  const comparable = comparableEnvironments(environments, hasValidType);
  for (const environment of comparable) {
    const hasValidTypeHere: HasValidType = (...path) => hasValidType(environment.name, ...path);
    for (const { path, source } of declarations(environment, hasValidTypeHere)) {
      const place = {
        region: declaredRegion(source) ?? environment.region,
        accountId: declaredAccount(source) ?? namedAccount(environment),
      };
      const owner = comparable
        .filter((candidate) => candidate.region === place.region && mayShareAccount(candidate, place))
        .find((candidate) =>
          nameInStore(source)
            .replace(/^\//, '')
            .startsWith(`${secretHierarchy(candidate)}/`),
        );
      if (source.ownership === 'existing' && owner !== undefined) {
        report(
          `${shown(source.name)} belongs to ${shown(owner.name)}, which creates what is below ` +
            `${shown(secretHierarchy(owner))}; ${owner === environment ? 'declare it as managed' : 'give each environment its own'}`,
          [environment.name, ...path, 'name'],
        );
      }
    }
  }
}

/**
 * What to know of environments that can be deployed nowhere yet, as neither they nor an account that they name say to which: that is no mistake as long as they
 * are only written, checked and rehearsed.
 */
export function accountNotes(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  root = 'environments',
): string[] {
  return Object.entries(environments)
    .filter(([, { accountId, account }]) => accountId === undefined && account === undefined)
    .map(
      ([name]) =>
        `${root}.${name}.accountId: not set: write the 12 digits of the account that ${name} belongs to, or 'any'; until then it can ` +
        'only be rehearsed',
    );
}

/** The environments whose names and account have the right types, so that they can be compared. */
function comparableEnvironments(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  hasValidType: HasValidType,
): Environment[] {
  return Object.entries(environments)
    .filter(([name]) => hasValidType(name, 'application') && hasValidType(name, 'accountId'))
    .map(([name, config]): Environment => ({ ...config, name }));
}

/** Whether two places may be in the same account, by what is configured. */
function mayShareAccount(a: Partial<EnvironmentConfig>, b: Partial<EnvironmentConfig>): boolean {
  const [here, there] = [namedAccount(a), namedAccount(b)];
  return here === undefined || there === undefined || here === there;
}
