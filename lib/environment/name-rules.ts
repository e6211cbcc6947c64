import { securityGroupName, workloadNames, type EnvironmentIdentity } from '../naming/names';
import { reservedProblem } from '../secrets/secret-name-rules';
import { ECR_REPOSITORY } from '../tasks/image';
import type { Check } from '../validation/fields';
import { shown } from '../validation/messages';
import type { Rule } from '../validation/object-schema';
import { declaredWorkloads, type DeclaredWorkload } from './declared-workloads';
import type { Environment } from './environment';

/**
 * Of an IAM role. The execution role has the longest of the names that are made of a workload's, and the narrowest bound: where it
 * fits, the other roles, the schedule, the service, the task definition's family and the log group fit, too.
 */
const MAXIMUM_ROLE_NAME = 64;

export const applicationProblem: Check<string> = (application) => {
  if (!/^[a-z][a-z0-9_-]{1,31}$/.test(application)) {
    return 'must be 2 to 32 lower-case letters, digits, "-" and "_", starting with a letter';
  }
  if (!ECR_REPOSITORY.test(application)) {
    return 'cannot name an ECR repository: it must have no two "-" or "_" in a row, and none at the end';
  }
  return reservedProblem(application);
};

export const environmentNameProblem: Check<string> = (name) =>
  /^[a-z][a-z0-9-]{0,15}$/.test(name)
    ? reservedNameProblem(name)
    : 'must be 1 to 16 lower-case letters, digits and "-", starting with a letter';

/** The name is the id of a construct, and `constructs` takes what every object has for one that is there already. */
export const reservedNameProblem: Check<string> = (name) =>
  name in Object.prototype ? 'cannot be a name: JavaScript reserves it' : undefined;

export const workloadNameProblem: Check<string> = (name) =>
  /^[A-Za-z0-9_-]{1,255}$/.test(name) ? undefined : 'must be 1 to 255 letters, digits, "-" and "_"';

/** Whether it makes sense to judge names that are made of those of application and environment. */
export function hasValidIdentity({ application, name }: EnvironmentIdentity): boolean {
  return (applicationProblem(application) ?? environmentNameProblem(name)) === undefined;
}

/** Composed names can be too long though their parts are not. */
export const composedNamesRule: Rule<Environment> = {
  needs: ['application'],
  check: (environment, report) => {
    if (!hasValidIdentity(environment)) {
      return;
    }
    for (const { kind, name, path } of declaredWorkloads(environment)) {
      const { executionRole } = workloadNames(environment, name);
      const over = executionRole.length - MAXIMUM_ROLE_NAME;
      if (over > 0) {
        const part = longest({
          application: environment.application,
          "the environment's name": environment.name,
          [`the ${kind}'s name`]: name,
        });
        report(
          `the name of its execution role, ${shown(executionRole)}, has ${executionRole.length} characters; at most ` +
            `${MAXIMUM_ROLE_NAME} are allowed: shorten ${part} by ${over}`,
          path,
        );
      }
    }
  },
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
export const securityGroupNameRule: Rule<Environment> = {
  needs: ['application'],
  check: (environment, report) => {
    const name = securityGroupName(environment);
    if (name.startsWith('sg-')) {
      report(
        `${shown(environment.application)} makes the name of the security group ${shown(name)}, which must not start with "sg-"`,
        ['application'],
      );
    }
  },
};

/** Services and tasks share their names' first parts; and names of IAM roles that differ only in case are the same. */
export const uniqueNamesRule: Rule<Environment> = {
  needs: [],
  check: (environment, report) => {
    const known = new Map<string, DeclaredWorkload>();
    for (const workload of declaredWorkloads(environment)) {
      const { name, path } = workload;
      const rival = known.get(name.toLowerCase());
      known.set(name.toLowerCase(), rival ?? workload);
      if (rival?.name === name) {
        report(
          `${shown(name)} is also the name of a ${rival.kind}; services and tasks of both kinds share one set of names`,
          path,
        );
      } else if (rival !== undefined) {
        report(
          `${shown(name)} differs from the ${rival.kind} ${shown(rival.name)} only in case, which IAM roles ignore`,
          path,
        );
      }
    }
  },
};

function longest(parts: Record<string, string>): string {
  return Object.entries(parts).sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';
}
