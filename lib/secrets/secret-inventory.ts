import type { Environment } from '../environment/names';
import { workloads, type Workload } from '../environment/workloads';
import { parameterPath, RUNTIME_PARAMETERS_VARIABLE, storedName } from './secret-names';
import type { SecretSource } from './secret-source';

/** One way in which a service or scheduled task gets a secret. */
export interface SecretUse {
  readonly workload: Workload;
  readonly delivery: 'variable' | 'file' | 'runtime';
  /** Name of the variable that holds the value, the path of the file, or the path of the hierarchy. */
  readonly variable: string;
  /** What is used: the whole secret, or a part or version of it. */
  readonly source: SecretSource;
}

/** One parameter or secret of an environment, however many containers use it. */
export interface DeclaredSecret {
  /** Name in its store. */
  readonly storedName: string;
  /** The declaration, without the part or version that a use selects. */
  readonly source: SecretSource;
  readonly uses: readonly SecretUse[];
}

/** The parameters and secrets that ECS puts into a container's environment variables. */
export function variableSecrets(workload: Workload): SecretUse[] {
  return Object.entries(workload.config.secrets ?? {})
    .map(([variable, source]) => ({ workload, delivery: 'variable' as const, variable, source }))
    .sort(byVariable);
}

/** The parameters and secrets that a container finds in files. */
export function fileSecrets(workload: Workload): SecretUse[] {
  return Object.entries(workload.config.secretFiles ?? {})
    .map(([variable, { source }]) => ({ workload, delivery: 'file' as const, variable, source }))
    .sort(byVariable);
}

/** All that ECS reads before a container starts. */
export function injectedSecrets(workload: Workload): SecretUse[] {
  return [...variableSecrets(workload), ...fileSecrets(workload)];
}

function byVariable(a: SecretUse, b: SecretUse): number {
  return a.variable < b.variable ? -1 : 1;
}

/** Every parameter and secret of an environment, once each, by store and name. */
export function secretInventory(environment: Environment): DeclaredSecret[] {
  const all = workloads(environment);
  const inventory = new Map<string, { storedName: string; source: SecretSource; uses: SecretUse[] }>();
  const entry = (source: SecretSource) => {
    const name = storedName(environment, source);
    const key = secretKey(environment, source);
    const known = inventory.get(key) ?? { storedName: name, source: withoutSelector(source), uses: [] };
    inventory.set(key, known);
    return known;
  };

  environment.parameters?.forEach(entry);
  for (const use of all.flatMap(injectedSecrets)) {
    entry(use.source).uses.push(use);
  }
  for (const workload of all) {
    const { runtimeParameters } = workload.config;
    if (runtimeParameters === undefined) {
      continue;
    }
    const path = parameterPath(environment, runtimeParameters);
    for (const { source, storedName: name, uses } of inventory.values()) {
      if (source.store === 'parameter-store' && name.startsWith(`${path}/`)) {
        uses.push({ workload, delivery: 'runtime', variable: RUNTIME_PARAMETERS_VARIABLE, source });
      }
    }
  }
  return [...inventory.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, secret]) => secret);
}

/** Tells one secret of an environment from another. */
export function secretKey(environment: Environment, source: SecretSource): string {
  return `${source.store}:${storedName(environment, source)}`;
}

function withoutSelector(source: SecretSource): SecretSource {
  if (source.store === 'parameter-store') {
    return source;
  }
  const { jsonKey: _key, versionStage: _stage, versionId: _id, ...secret } = source;
  return secret;
}
