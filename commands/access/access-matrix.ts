import type { Environment } from '../../lib/environment/environment';
import { secretInventory, type DeclaredSecret } from '../../lib/environment/secret-inventory';
import { workloads } from '../../lib/environment/workloads';
import { workloadNames } from '../../lib/naming/names';
import { SECRET_FILES_DIRECTORY } from '../../lib/secrets/secret-file';
import { declaredAccount, declaredRegion } from '../../lib/secrets/secret-location';
import { parameterPath, RUNTIME_PARAMETERS_VARIABLE } from '../../lib/secrets/secret-names';
import { selectorOf } from '../../lib/secrets/secret-selector';
import type { SecretSelector, SecretSource } from '../../lib/secrets/secret-source';
import { RUNTIME_STORE, type SecretStoreName } from '../../lib/secrets/secret-stores';
import { declaredContainers, type SecretUse, type Workload } from '../../lib/tasks/workload';

/** One way in which one role reads one parameter or secret. */
export interface AccessRow {
  readonly workload: string;
  /** The container that gets it. */
  readonly container: string;
  readonly kind: Workload['kind'];
  /** The execution role reads what the container finds when it starts, the task role what the application reads at run time. */
  readonly role: 'execution' | 'task';
  readonly roleName: string;
  readonly store: SecretStoreName;
  /** Name in the store; followed by `/*`, whatever is below that path. */
  readonly storedName: string;
  readonly ownership: 'managed' | 'existing';
  /**
   * The Region that it is in.
   *
   * @default - that of the environment
   */
  readonly region?: string;
  /**
   * The account that it is in; it is then named by its ARN.
   *
   * @default - that of the environment
   */
  readonly accountId?: string;
  /**
   * What the container gets of the secret. The role may read the whole of it, in every version.
   *
   * @default - all of it, as it is when the container starts
   */
  readonly selector?: SecretSelector;
  readonly delivery: SecretUse['delivery'];
  /** The variable that contains the value, the path of the file, or the path in Parameter Store; or the option of the logs, or the registry. */
  readonly variable: string;
  /**
   * Of the file, or in Parameter Store.
   *
   * @default - none: the variable contains the value
   */
  readonly path?: string;
  /** Whose key encrypts it; `none` for what is declared to be stored in plain text. */
  readonly key: 'aws-managed' | 'customer-managed' | 'none';
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
  const { workload, container, delivery, variable, source } = use;
  const role = delivery === 'runtime' ? 'task' : 'execution';
  const { runtimeParameters = '' } = workload.config;
  const { secretFiles = {} } = declaredContainers(workload).find(({ name }) => name === container)?.config ?? {};
  const paths = {
    variable: undefined,
    logOption: undefined,
    registry: undefined,
    file: `${SECRET_FILES_DIRECTORY}/${secretFiles[variable]?.fileName ?? ''}`,
    runtime: parameterPath(environment, runtimeParameters),
  };
  const path = paths[delivery];
  const selector = selectorOf(source);
  const region = declaredRegion(source);
  const accountId = declaredAccount(source);
  const key = source.ownership === 'managed' ? environmentKey(environment) : keyOfExisting(source);
  return {
    ...roleOf(environment, workload, role),
    container,
    store: source.store,
    storedName,
    ownership: source.ownership,
    ...(region !== undefined && { region }),
    ...(accountId !== undefined && { accountId }),
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
      container: workload.name,
      store: RUNTIME_STORE,
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

function environmentKey({ encryptionKey }: Environment): AccessRow['key'] {
  return encryptionKey === 'aws-managed' ? 'aws-managed' : 'customer-managed';
}

function keyOfExisting(source: Extract<SecretSource, { ownership: 'existing' }>): AccessRow['key'] {
  if ('plainText' in source && source.plainText === true) {
    return 'none';
  }
  return source.keyArn === undefined ? 'aws-managed' : 'customer-managed';
}

function sortKey({ workload, role, store, storedName, region = '', container, variable }: AccessRow): string {
  return [workload, role, store, storedName, region, container, variable].join('\n');
}

// Not localeCompare: the order must not depend on the machine's language.
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
