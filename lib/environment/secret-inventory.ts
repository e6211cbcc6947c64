import {
  parameterPath,
  RUNTIME_PARAMETERS_VARIABLE,
  secretKey,
  storedName,
  type NamedSecret,
} from '../secrets/secret-names';
import { withoutSelector } from '../secrets/secret-selector';
import type { SecretSource } from '../secrets/secret-source';
import { RUNTIME_STORE } from '../secrets/secret-stores';
import { CREDENTIALS_FORMAT } from '../tasks/registry-credentials';
import { startSecrets, type SecretUse, type Workload } from '../tasks/workload';
import type { Environment } from './environment';
import { workloads } from './workloads';

/** One parameter or secret of an environment, however many containers use it. */
export interface DeclaredSecret extends NamedSecret {
  /** Empty for a parameter that nothing reads. */
  readonly uses: readonly SecretUse[];
}

/** Every parameter and secret of an environment, once each, by store and name. */
export function secretInventory(environment: Environment): DeclaredSecret[] {
  const all = workloads(environment);
  const inventory = new Map<string, { storedName: string; source: SecretSource; uses: SecretUse[] }>();
  const entry = (source: SecretSource) => {
    const key = secretKey(environment, source);
    const known = inventory.get(key) ?? {
      storedName: storedName(environment, source),
      source: withoutSelector(source),
      uses: [],
    };
    inventory.set(key, known);
    return known;
  };

  environment.parameters?.forEach(entry);
  for (const use of all.flatMap(startSecrets)) {
    entry(use.source).uses.push(use);
  }
  for (const workload of all) {
    const { runtimeParameters } = workload.config;
    if (runtimeParameters === undefined) {
      continue;
    }
    const path = parameterPath(environment, runtimeParameters);
    for (const { source, storedName: name, uses } of inventory.values()) {
      if (source.store === RUNTIME_STORE && name.startsWith(`${path}/`)) {
        uses.push({
          workload,
          container: workload.name,
          delivery: 'runtime',
          variable: RUNTIME_PARAMETERS_VARIABLE,
          source,
        });
      }
    }
  }
  return [...inventory.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, secret]) => withFormatOfUses(secret));
}

/** What ECS logs in to a registry with has one format, declared or not. */
function withFormatOfUses(secret: DeclaredSecret): DeclaredSecret {
  return secret.uses.some(({ delivery }) => delivery === 'registry')
    ? { ...secret, source: { ...secret.source, format: CREDENTIALS_FORMAT } }
    : secret;
}

/** The parameters that an application reads at run time. */
export function runtimeSecrets(inventory: readonly DeclaredSecret[], { name, config }: Workload): SecretUse[] {
  // Few do, and only for those is the whole inventory searched.
  return config.runtimeParameters === undefined
    ? []
    : inventory
        .flatMap(({ uses }) => uses)
        .filter(({ delivery, workload }) => delivery === 'runtime' && workload.name === name);
}

/** How a container gets it: `web: MY_PARAM_1`, or `web/metrics: TOKEN` for one beside the application. */
export function describeUse({ workload, container, delivery, variable }: SecretUse): string {
  const target = {
    variable,
    file: `file of ${variable}`,
    logOption: `log option ${variable}`,
    runtime: 'run time',
    registry: `login to ${variable}`,
  }[delivery];
  return `${describeContainer(workload, container)}: ${target}`;
}

/** `web`, or `web/metrics` for a container beside the application. */
export function describeContainer({ name }: Workload, container: string): string {
  return container === name ? name : `${name}/${container}`;
}
