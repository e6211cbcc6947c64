import { matching, type Check } from '../validation/fields';
import { SECRET_FILES_OWNER_VARIABLE } from '../secrets/secret-file';
import { isObject, type Report, type Rule } from '../validation/object-schema';
import { steersPrograms, steersProgramsByFile } from './steering-variables';
import type { ContainerConfig } from './container-config';

export const VARIABLE_FIELDS = ['environmentVariables', 'secrets', 'secretFiles'] as const;

/** Variables of the container that writes the files of `secretFiles`, next to those of the secrets. */
const WRITER_VARIABLES = ['SECRET_FILES_DIRECTORY', SECRET_FILES_OWNER_VARIABLE];

/** The only character besides NUL that ends a name; what a shell does not take, other programs do, such as `discovery.type`. */
const grammar = matching(/^[\x21-\x3c\x3e-\x7e]+$/, 'must be ASCII characters other than "=" and spaces');

/** By these a program has the rights of the task's role. */
const IDENTITY =
  /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|CONTAINER_CREDENTIALS_.*|CONTAINER_AUTHORIZATION_TOKEN.*)$/;

/**
 * What the agent tells every container.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html
 */
const SET_BY_AGENT = /^ECS_(?:CONTAINER_METADATA_.*|AGENT_URI|TASK_.*)$/;

/** What is wrong with the name of an environment variable. */
export const variableNameProblem: Check<string> = (name) => {
  if (IDENTITY.test(name)) {
    return 'would take the place of the role of the task, whose rights taskPermissions declare';
  }
  return SET_BY_AGENT.test(name) ? 'is set by the agent of ECS, and programs find the task by it' : grammar(name);
};

/** What is wrong with the name of a variable that contains a secret. */
export const secretVariableNameProblem = unless(steersPrograms);

/** What is wrong with the name of a variable that contains the path of a secret file. A shell writes the file. */
export const secretFileVariableNameProblem: Check<string> = (name) =>
  unless(steersProgramsByFile)(name) ??
  matching(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be letters, digits and "_", not starting with a digit')(name);

/** Plain variables, secrets and the paths of secret files are variables of one container: a name means one thing. */
export const variableRules: readonly Rule<ContainerConfig>[] = [
  {
    needs: [],
    check: (container, report) => {
      const seen = new Map<string, string>();
      for (const field of VARIABLE_FIELDS) {
        const names = isObject(container[field]) ? Object.keys(container[field]) : [];
        for (const name of names) {
          reportTwice(seen.get(name), name, field, report);
          seen.set(name, seen.get(name) ?? field);
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
