import type { IsSound, Report } from '../validation/known-object';
import { shown } from '../validation/messages';
import { declaredWorkloads } from './declared-workloads';
import type { EnvironmentConfig } from './environment-config';
import { namePrefix, workloadNames, type Environment } from './names';

/**
 * Environments in one account must not name their resources alike: `a` in `b-c` and `a-b` in `c` are both `a-b-c`. The Region makes
 * no difference, as the names of IAM roles belong to the account.
 */
export function reportNameCollisions(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  report: Report,
  isSound: IsSound,
): void {
  const comparable = comparableEnvironments(environments, isSound);
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

/** The environments of which it can be told what their resources are called, and in which account they are. */
export function comparableEnvironments(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  isSound: IsSound,
): Environment[] {
  return Object.entries(environments)
    .filter(([name]) => isSound(name, 'application') && isSound(name, 'accountId'))
    .map(([name, config]): Environment => ({ ...config, name }));
}

/** Whether two environments are in the same account, as far as their configurations tell. */
export function mayShareAccount(a: EnvironmentConfig, b: EnvironmentConfig): boolean {
  return a.accountId === undefined || b.accountId === undefined || a.accountId === b.accountId;
}
