import { securityGroupRuleId, type SecurityGroupRule } from '../network/network-config';
import type { PolicyException } from '../policy/policy-exception';
import { configuredContainers } from '../tasks/configured-containers';
import type { EnvironmentConfig } from './environment-config';
import { workloads } from './workloads';

/** Of the containers that prepare a task, which nobody declares. No other container may have their names. */
const PREPARES =
  'Gives files or volumes to the users of the other containers, which only root can, and ends before they start';

/** What the reasons say that are given where something is declared: no exception is needed besides. */
export function policyReasons(environment: EnvironmentConfig): PolicyException[] {
  const { network, services } = environment;
  return [
    ...ruleReasons('ingress', 'security-group*', network.ingress),
    ...ruleReasons('egress', 'security-group*', network.egress),
    ...Object.entries(services).flatMap(([name, { ingress = [] }]) =>
      ruleReasons('ingress', `security-groups/${name}-tasks`, ingress),
    ),
    ...workloads(environment).flatMap(({ name, config }) => [
      ...rootReason(name, `${name}-volumes`, PREPARES),
      ...configuredContainers(name, config).flatMap(({ name: container, config: { rootReason: declared } }) => [
        ...rootReason(name, container, declared),
        ...rootReason(name, `${container}-secret-files`, PREPARES),
      ]),
      ...(config.taskPermissions ?? []).flatMap(({ reason }, index) =>
        excuse(
          reason,
          `${name}-task/task-role/policy/Declared${index + 1}`,
          ...['permissions-no-administrator', 'permissions-name-actions', 'permissions-name-resources'],
        ),
      ),
    ]),
  ];
}

function rootReason(task: string, container: string, reason: string | undefined): PolicyException[] {
  return excuse(reason, `${task}-task/task-definition/${container}`, 'container-not-root');
}

function ruleReasons(
  direction: 'ingress' | 'egress',
  group: string,
  rules: readonly SecurityGroupRule[],
): PolicyException[] {
  return rules.flatMap((rule) =>
    excuse(
      rule.reason,
      `${group}/${direction}-${securityGroupRuleId(rule)}`,
      ...{ ingress: ['ingress-not-from-anywhere', 'ingress-authorized-ports'], egress: ['egress-not-to-anywhere'] }[
        direction
      ],
    ),
  );
}

function excuse(reason: string | undefined, resource: string, ...rules: readonly string[]): PolicyException[] {
  return reason === undefined ? [] : rules.map((rule) => ({ rule, resource, reason }));
}
