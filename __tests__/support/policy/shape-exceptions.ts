import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { workloads } from '../../../lib/environment/workloads';
import type { PolicyException } from '../../../lib/policy/policy-exception';
import { configuredContainers } from '../../../lib/tasks/configured-containers';

/** What an environment of a test means by its shape, which is seldom what the test is about. */
export function withShapeExceptions(environment: EnvironmentConfig): EnvironmentConfig {
  const { network, policyExceptions = [] } = environment;
  const all = workloads(environment);
  const isPublic = network.placement !== 'private';
  const isOwn = network.existingVpc === undefined;
  const hasNoUser = all.some(({ name, config }) =>
    configuredContainers(name, config).some((container) => container.config.user === undefined),
  );
  const shape = {
    'task-no-public-address': isPublic && all.some(({ kind }) => kind !== 'task'),
    'route-not-to-internet-gateway': isOwn,
    'vpc-flow-logs': isOwn && network.flowLogs === undefined,
    'container-not-root': hasNoUser,
  };
  const exceptions = Object.entries(shape).flatMap(([rule, applies]): PolicyException[] =>
    applies ? [{ rule, reason: 'The test is about something else' }] : [],
  );
  return { ...environment, policyExceptions: [...policyExceptions, ...exceptions] };
}
