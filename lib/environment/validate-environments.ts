import { z } from 'zod';
import { copyOfData } from '../validation/data-copy';
import { shown } from '../validation/messages';
import { applyRules, checkWellTyped, isObject, type HasValidType, type Report } from '../validation/object-schema';
import { findProblems, formatProblems, type Problem } from '../validation/problems';
import { reportBorrowedSecrets, reportNameCollisions, reportSharedAccounts } from './account-rules';
import type { Environment } from './environment';
import type { EnvironmentConfig } from './environment-config';
import { environmentRules } from './environment-rules';
import { environmentSchema } from './environment-schema';
import { reportImageDigests, withRecordedDigests } from './image-digests';
import { letGoProblems } from './let-go-rule';
import { environmentNameProblem } from './name-rules';
import { policySizeProblems } from './policy-size-rule';
import { reportSharedLoadBalancers } from './shared-load-balancer-rules';
import { taskDefinitionSizeProblems } from './task-definition-size-rule';

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
 * @param now - the point in time at which one-time schedules are judged
 * @returns the same as plain data, with the digests that are recorded for its images: what was checked is what is used
 * @throws ConfigurationError if there are problems
 */
export function validateEnvironments(
  given: Readonly<Record<string, EnvironmentConfig>>,
  root = 'environments',
  now = new Date(),
): Readonly<Record<string, EnvironmentConfig>> {
  const { environments, problems } = checkEnvironments(given, now);
  if (problems.length > 0) {
    throw new ConfigurationError(formatProblems(problems, root));
  }
  return environments;
}

/** The same for whoever wants to do something about the problems: with the place of each. */
export function checkEnvironments(
  given: Readonly<Record<string, EnvironmentConfig>>,
  now = new Date(),
): {
  readonly environments: Readonly<Record<string, EnvironmentConfig>>;
  readonly problems: readonly Problem[];
} {
  const data = copyOfData(given);
  const declared = data.copy as Readonly<Record<string, EnvironmentConfig>>;
  const problems = data.problems.length > 0 ? data.problems : findProblems(environmentsSchema(now), declared);
  if (problems.length > 0) {
    return { environments: declared, problems };
  }
  // What is composed can be judged only where the configuration is otherwise valid.
  const environments = withRecordedDigests(declared);
  return { environments, problems: Object.entries(environments).flatMap(composedProblems) };
}

function composedProblems([name, config]: [string, EnvironmentConfig]): Problem[] {
  const environment = { ...config, name };
  return [
    ...policySizeProblems(environment),
    ...taskDefinitionSizeProblems(environment),
    ...letGoProblems(environment),
  ].map(({ path, message }) => ({
    path: [name, ...path],
    message,
  }));
}

// The schema of the fields is made once: making it takes longer than checking with it.
const environmentFields = z.record(z.string(), environmentSchema);

function environmentsSchema(now: Date) {
  const rules = environmentRules(now);
  return environmentFields.check(
    checkWellTyped<Record<string, EnvironmentConfig>>((environments, report, hasValidType) => {
      const entries = Object.entries(environments);
      if (entries.length === 0) {
        report('must name at least one environment');
      }
      for (const [name, config] of entries) {
        const problem = environmentNameProblem(name);
        if (problem !== undefined) {
          report(`${shown(name)} ${problem}`, [name]);
        }
        if (isObject(config)) {
          const reportHere: Report = (message, path = []) => report(message, [name, ...path]);
          const hasValidTypeHere: HasValidType = (...path) => hasValidType(name, ...path);
          applyRules<Environment>(rules, { ...config, name }, reportHere, hasValidTypeHere);
        }
      }
      reportSharedAccounts(environments, report, hasValidType);
      reportNameCollisions(environments, report, hasValidType);
      reportBorrowedSecrets(environments, report, hasValidType);
      reportSharedLoadBalancers(environments, report, hasValidType);
      reportImageDigests(environments, report, hasValidType);
    }),
  );
}
