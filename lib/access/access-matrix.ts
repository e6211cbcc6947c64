import { workloadNames, type Environment } from '../environment/names';
import { workloads, type Workload } from '../environment/workloads';
import { SECRET_FILES_DIRECTORY } from '../secrets/secret-file';
import { secretInventory, type DeclaredSecret, type SecretUse } from '../secrets/secret-inventory';
import { parameterPath, RUNTIME_PARAMETERS_VARIABLE } from '../secrets/secret-names';
import type { SecretSelector } from '../secrets/secret-source';

/** One way in which one role reads one parameter or secret. */
export interface AccessRow {
  readonly workload: string;
  readonly kind: Workload['kind'];
  /** The execution role reads what the container finds when it starts, the task role what the application reads by itself. */
  readonly role: 'execution' | 'task';
  readonly roleName: string;
  readonly store: 'parameter-store' | 'secrets-manager';
  /** Name in the store; with `/*` behind it, whatever is below that path. */
  readonly storedName: string;
  readonly ownership: 'managed' | 'existing';
  /**
   * What the container gets of the secret. The role may read the whole of it, in every version.
   *
   * @default - all of it, as it is when the container starts
   */
  readonly selector?: SecretSelector;
  readonly delivery: SecretUse['delivery'];
  /** The variable that holds the value, the path of the file, or the path in Parameter Store. */
  readonly variable: string;
  /**
   * Of the file, or in Parameter Store.
   *
   * @default - none: the variable holds the value
   */
  readonly path?: string;
  readonly key: 'aws-managed' | 'customer-managed';
}

/** Who may read what in an environment: everything that its roles are given, and nothing else. */
export function accessMatrix(environment: Environment): AccessRow[] {
  const declared = secretInventory(environment).flatMap((secret) =>
    secret.uses.map((use) => declaredRow(environment, secret, use)),
  );
  const undeclared = workloads(environment).flatMap((workload) => pathRow(environment, workload));
  return [...declared, ...undeclared].sort((a, b) => compare(sortKey(a), sortKey(b)));
}

function declaredRow(environment: Environment, { storedName }: DeclaredSecret, use: SecretUse): AccessRow {
  const { workload, delivery, variable, source } = use;
  const role = delivery === 'runtime' ? 'task' : 'execution';
  const { secretFiles = {}, runtimeParameters = '' } = workload.config;
  const paths = {
    variable: undefined,
    file: `${SECRET_FILES_DIRECTORY}/${secretFiles[variable]?.fileName ?? ''}`,
    runtime: parameterPath(environment, runtimeParameters),
  };
  const path = paths[delivery];
  const selector = source.store === 'secrets-manager' ? selectorOf(source) : {};
  const key = source.ownership === 'managed' ? environmentKey(environment) : keyOf(source.keyArn);
  return {
    ...roleOf(environment, workload, role),
    store: source.store,
    storedName,
    ownership: source.ownership,
    ...(Object.keys(selector).length > 0 && { selector }),
    delivery,
    variable,
    ...(path !== undefined && { path }),
    key,
  };
}

/** A path is open with all that is below it, also what no configuration knows of. */
function pathRow(environment: Environment, workload: Workload): AccessRow[] {
  const { runtimeParameters } = workload.config;
  if (runtimeParameters === undefined) {
    return [];
  }
  const path = parameterPath(environment, runtimeParameters);
  return [
    {
      ...roleOf(environment, workload, 'task'),
      store: 'parameter-store',
      storedName: `${path}/*`,
      ownership: 'managed',
      delivery: 'runtime',
      variable: RUNTIME_PARAMETERS_VARIABLE,
      path,
      key: environmentKey(environment),
    },
  ];
}

function roleOf(environment: Environment, { name, kind }: Workload, role: AccessRow['role']) {
  const { executionRole, taskRole } = workloadNames(environment, name);
  return { workload: name, kind, role, roleName: role === 'task' ? taskRole : executionRole };
}

function selectorOf({ jsonKey, versionStage, versionId }: SecretSelector): SecretSelector {
  return {
    ...(jsonKey !== undefined && { jsonKey }),
    ...(versionStage !== undefined && { versionStage }),
    ...(versionId !== undefined && { versionId }),
  };
}

function environmentKey({ encryptionKey }: Environment): AccessRow['key'] {
  return encryptionKey === 'aws-managed' ? 'aws-managed' : 'customer-managed';
}

function keyOf(keyArn: string | undefined): AccessRow['key'] {
  return keyArn === undefined ? 'aws-managed' : 'customer-managed';
}

function sortKey({ workload, role, store, storedName, variable }: AccessRow): string {
  return [workload, role, store, storedName, variable].join('\n');
}

// Not localeCompare: the order must not depend on the machine's language.
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
