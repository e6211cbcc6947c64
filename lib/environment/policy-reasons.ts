import { securityGroupRuleId, type SecurityGroupRule } from '../network/network-config';
import type { PolicyException } from '../policy/policy-exception';
import { configuredContainers } from '../tasks/configured-containers';
import type { EnvironmentConfig } from './environment-config';
import { workloads } from './workloads';

/** Of the containers that prepare a task, which nobody declares. No other container may have their names. */
const PREPARES =
  'Gives files or volumes to the users of the other containers, which only root can, and ends before they start';

/** What the constructs make as a rule does not allow, in every environment that has it. */
const OWN_RESOURCES: readonly PolicyException[] = [
  {
    rule: 'bucket-versioned',
    resource: 'access-logs/bucket',
    reason: 'The load balancer writes each log once, and none is changed',
  },
  { rule: 'bucket-access-logged', resource: 'access-logs/bucket', reason: 'It contains access logs itself' },
  ...['alarms/topic', 'schedules/failure-notices/topic'].map((resource) => ({
    rule: 'topic-encrypted',
    resource,
    reason: 'Notices name alarms, tasks and how they ended, and contain no value',
  })),
];

/** What the environment says with a setting of its own. */
const AWS_MANAGED_KEY: PolicyException = {
  rule: 'customer-managed-key',
  reason: "encryptionKey is 'aws-managed': no value needs a key with a policy of its own",
};

/** What the reasons say that are given where something is declared: no exception is needed besides. */
export function policyReasons(environment: EnvironmentConfig): PolicyException[] {
  const { network, services } = environment;
  return [
    ...OWN_RESOURCES,
    ...(environment.encryptionKey === 'aws-managed' ? [AWS_MANAGED_KEY] : []),
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
