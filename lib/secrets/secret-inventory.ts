import type { Environment } from '../environment/names';
import { workloads, type Workload } from '../environment/workloads';
import { parameterPath, storedName } from './secret-names';
import type { SecretSource } from './secret-source';

/** One way in which a service or scheduled task gets a secret. */
export interface SecretUse {
  readonly workload: Workload;
  readonly delivery: 'variable' | 'file' | 'runtime';
  /** The variable that holds the value, the path of the file, or the path of the hierarchy. */
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

/** The parameters and secrets that a container gets when it starts, as variables and as files. */
export function injectedSecrets(workload: Workload): SecretUse[] {
  const { secrets = {}, secretFiles = {} } = workload.config;
  return [
    ...Object.entries(secrets).map(([variable, source]) => ({ workload, delivery: 'variable' as const, variable, source })),
    ...Object.entries(secretFiles).map(([variable, { source }]) => ({ workload, delivery: 'file' as const, variable, source })),
  ].sort((a, b) => (a.variable < b.variable ? -1 : 1));
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
        uses.push({ workload, delivery: 'runtime', variable: 'PARAMETER_STORE_PREFIX', source });
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
