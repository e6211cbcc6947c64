import { z } from 'zod';
import { policySizeProblems } from '../iam/policy-size';
import { reportBorrowedSecrets } from '../secrets/borrowed-secrets';
import { unlessWrongType } from '../validation/known-object';
import { shown } from '../validation/messages';
import { findProblems, formatProblems, type Problem } from '../validation/problems';
import { environmentNameProblem } from './composed-names';
import type { EnvironmentConfig } from './environment-config';
import { environmentSchema } from './environment-schema';
import { reportNameCollisions } from './name-collisions';
import { reportSharedAccounts } from './shared-accounts';

/** A configuration that AWS would refuse, or that would not do what it seems to. Its message is made for the person who wrote it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  /** @param problems - one line each: path, value given, what is wrong, what is allowed */
  constructor(readonly problems: readonly string[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super([`The configuration has ${count}:`, ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}

/**
 * Checks everything that is known to make a deployment fail, and reports all problems at once.
 *
 * Pure, but for the clock: pass `now` where the outcome must not depend on the day.
 *
 * @param root - what the paths in the problems start with
 * @param now - tells which one-time schedules are over
 * @throws ConfigurationError if there are problems
 */
export function validateEnvironments(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  root = 'environments',
  now = new Date(),
): void {
  const found = findProblems(environmentsSchema(Object.keys(environments), now), environments);
  // Policies can be composed, and counted, only from a configuration that is otherwise valid.
  const problems = found.length > 0 ? found : Object.entries(environments).flatMap(oversizedPolicies);
  if (problems.length > 0) {
    throw new ConfigurationError(formatProblems(problems, root));
  }
}

function oversizedPolicies([name, config]: [string, EnvironmentConfig]): Problem[] {
  return policySizeProblems({ ...config, name }).map(({ path, message }) => ({ path: [name, ...path], message }));
}

function environmentsSchema(names: readonly string[], now: Date) {
  return z.object(Object.fromEntries(names.map((name) => [name, environmentSchema(name, now)]))).check(
    unlessWrongType<Record<string, EnvironmentConfig>>((environments, report, isSound) => {
      if (names.length === 0) {
        report('must name at least one environment');
      }
      for (const name of names) {
        const problem = environmentNameProblem(name);
        if (problem !== undefined) {
          report(`${shown(name)} ${problem}`, [name]);
        }
      }
      reportSharedAccounts(environments, report, isSound);
      reportNameCollisions(environments, report, isSound);
      reportBorrowedSecrets(environments, report, isSound);
    }),
  );
}
