import { matching, type Check } from '../validation/fields';
import { SECRET_FILES_OWNER_VARIABLE } from '../secrets/secret-file';
import { RUNTIME_PARAMETERS_VARIABLE } from '../secrets/secret-names';
import { isObject, type Report, type Rule } from '../validation/object-schema';
import { steersPrograms, steersProgramsByFile } from './steering-variables';
import type { TaskConfig } from './task-config';

const VARIABLE_FIELDS = ['environmentVariables', 'secrets', 'secretFiles'] as const;

/** Variables of the container that writes the files of `secretFiles`, next to those of the secrets. */
const WRITER_VARIABLES = ['SECRET_FILES_DIRECTORY', SECRET_FILES_OWNER_VARIABLE];

const grammar = matching(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be letters, digits and "_", not starting with a digit');

/** What is wrong with the name of an environment variable. */
export const variableNameProblem: Check<string> = (name) =>
  /^(?:AWS|ECS)_/i.test(name) ? 'must not start with AWS_ or ECS_, which ECS and the AWS SDKs use' : grammar(name);

/** What is wrong with the name of a variable that contains a secret. */
export const secretVariableNameProblem = unless(steersPrograms);

/** What is wrong with the name of a variable that contains the path of a secret file. */
export const secretFileVariableNameProblem = unless(steersProgramsByFile);

/** Plain variables, secrets and the paths of secret files are variables of one container: a name means one thing. */
export const variableRules: readonly Rule<TaskConfig>[] = [
  {
    needs: [],
    check: (task, report, hasValidType) => {
      const seen = new Map<string, string>();
      for (const field of VARIABLE_FIELDS) {
        const names = isObject(task[field]) ? Object.keys(task[field]) : [];
        for (const name of names) {
          reportTwice(seen.get(name), name, field, report);
          seen.set(name, seen.get(name) ?? field);
        }
        if (
          task.runtimeParameters !== undefined &&
          hasValidType('runtimeParameters') &&
          names.includes(RUNTIME_PARAMETERS_VARIABLE)
        ) {
          report('is set by runtimeParameters; leave it out', [field, RUNTIME_PARAMETERS_VARIABLE]);
        }
      }
    },
  },
  {
    needs: [],
    check: ({ secretFiles }, report) => {
      const names = isObject(secretFiles) ? Object.keys(secretFiles) : [];
      for (const name of names.filter((variable) => WRITER_VARIABLES.includes(variable))) {
        report('is a variable of the container that writes the files; choose another name', ['secretFiles', name]);
      }
    },
  },
];

function reportTwice(earlier: string | undefined, name: string, field: string, report: Report): void {
  if (earlier !== undefined) {
    report(`is also one of ${earlier}; a name is used once`, [field, name]);
  }
}

function unless(steers: (variable: string) => boolean): Check<string> {
  return (name) =>
    variableNameProblem(name) ??
    (steers(name)
      ? 'steers how programs are loaded or started, so whoever may set the secret could run other code: choose another name, or set it in environmentVariables'
      : undefined);
}
