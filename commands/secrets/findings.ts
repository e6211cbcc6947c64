import type { Environment } from '../../lib/environment/names';
import type { DeclaredSecret, SecretUse } from '../../lib/secrets/secret-inventory';
import type { SecretStoreName } from './secret-store';

export type ProblemCode =
  | 'missing'
  | 'deleted'
  | 'never-set'
  | 'type'
  | 'tags'
  | 'key'
  | 'stage'
  | 'version'
  | 'placeholder'
  | 'value'
  | 'json-key'
  | 'unreadable'
  | 'role';

/** Something that would make a task fail to start, or start with a wrong value. */
export interface Finding {
  readonly store: SecretStoreName;
  /** Name in its store. */
  readonly secret: string;
  readonly problem: ProblemCode;
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** How a finding is made for one secret of an environment. */
export function findingFor({ storedName, source }: DeclaredSecret) {
  return (problem: ProblemCode, message: string, remedy: string): Finding => ({
    store: source.store,
    secret: storedName,
    problem,
    message,
    remedy,
  });
}

/** The commands that findings recommend. */
export function commandsFor({ name, region }: Environment) {
  return {
    deploy: `cdktf deploy ${name}`,
    set: ({ source }: DeclaredSecret, jsonKey?: string) =>
      source.ownership === 'managed'
        ? `npm run secrets -- set ${name} ${source.name}${jsonKey === undefined ? '' : ` --json-key ${jsonKey}`}`
        : 'Ask its owner to set it.',
    restore: (storedName: string) => `aws secretsmanager restore-secret --secret-id ${storedName} --region ${region}`,
    restoreKey: `Enable the key again, or cancel its deletion: aws kms enable-key or cancel-key-deletion, --key-id KEY --region ${region}`,
    history: ({ source }: DeclaredSecret) => `npm run secrets -- history ${name} ${source.name}`,
  };
}

/** How a container gets it: `web: MY_PARAM_1`. */
export function describeUse({ workload, delivery, variable }: SecretUse): string {
  const target = { variable, file: `file of ${variable}`, runtime: 'run time' }[delivery];
  return `${workload.name}: ${target}`;
}
