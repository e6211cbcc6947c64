import type { PolicyException } from '../policy/policy-exception';
import { configuredContainers } from '../tasks/configured-containers';
import type { EnvironmentConfig } from './environment-config';
import { workloads } from './workloads';

/** What the reasons say that are given where something is declared: no exception is needed besides. */
export function policyReasons(environment: EnvironmentConfig): PolicyException[] {
  return workloads(environment).flatMap(({ name, config }) =>
    configuredContainers(name, config).flatMap(({ name: container, config: { rootReason } }) =>
      excuse(rootReason, `${name}-task/task-definition/${container}`, 'container-not-root'),
    ),
  );
}

function excuse(reason: string | undefined, resource: string, ...rules: readonly string[]): PolicyException[] {
  return reason === undefined ? [] : rules.map((rule) => ({ rule, resource, reason }));
}
