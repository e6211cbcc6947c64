import type { EnvironmentConfig } from '../environment/environment-config';
import { comparableEnvironments, mayShareAccount } from '../environment/name-collisions';
import { secretHierarchy } from '../environment/names';
import type { IsSound, Report } from '../validation/known-object';
import { shown } from '../validation/messages';
import { declarations } from './secret-declarations';

/**
 * A parameter or secret that an environment creates is read by that environment alone. Declared as an existing one, it would be
 * granted to another environment, or without the condition on its tags.
 */
export function reportBorrowedSecrets(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  report: Report,
  isSound: IsSound,
): void {
  const comparable = comparableEnvironments(environments, isSound);
  for (const environment of comparable) {
    const isSoundHere: IsSound = (...path) => isSound(environment.name, ...path);
    for (const { path, source } of declarations(environment, isSoundHere)) {
      const owner = comparable
        .filter((candidate) => mayShareAccount(candidate, environment))
        .find((candidate) => source.name.replace(/^\//, '').startsWith(`${secretHierarchy(candidate)}/`));
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
