import type { PolicyRule } from './policy-rule';
import { attribute, blocks } from './synthesized-stack';

const TASK_DEFINITION = 'aws_ecs_task_definition';

/** Clusters, services, scheduled tasks and task definitions, without their containers. */
export const ecsRules: readonly PolicyRule[] = [
  {
    id: 'cluster-container-insights',
    title: 'Container Insights of a cluster is on',
    sources: ['FSBP ECS.12', 'CKV_AWS_65', 'AVD-AWS-0034', 'AwsSolutions-ECS4'],
    types: ['aws_ecs_cluster'],
    check: ({ attributes }) =>
      blocks(attributes.setting).some(
        ({ name, value }) => name === 'containerInsights' && (value === 'enabled' || value === 'enhanced'),
      )
        ? undefined
        : 'has no Container Insights',
  },
  {
    id: 'cluster-exec-logging',
    title: 'What is done by ECS Exec is logged',
    sources: ['CKV_AWS_223'],
    types: ['aws_ecs_cluster'],
    check: (cluster) =>
      attribute(cluster, 'configuration', 'execute_command_configuration', 'logging') === 'NONE'
        ? 'does not log what is done by ECS Exec'
        : undefined,
  },
  {
    id: 'task-no-public-address',
    title: 'A task has no public address',
    sources: ['FSBP ECS.2', 'CKV_AWS_333'],
    types: ['aws_ecs_service', 'aws_scheduler_schedule'],
    check: (resource) =>
      [[], ['target', 'ecs_parameters']].some(
        (path) => attribute(resource, ...path, 'network_configuration', 'assign_public_ip') === true,
      )
        ? 'gives its tasks public addresses'
        : undefined,
  },
  {
    id: 'service-latest-platform',
    title: 'A service runs on the latest platform version',
    sources: ['FSBP ECS.10', 'CKV_AWS_332'],
    types: ['aws_ecs_service'],
    check: ({ attributes: { platform_version: version = 'LATEST' } }) =>
      version === 'LATEST' ? undefined : `stays on platform version ${String(version)}`,
  },
  {
    id: 'task-own-namespaces',
    title: 'A task shares neither processes nor network with its host',
    sources: ['FSBP ECS.3', 'FSBP ECS.17', 'CKV_AWS_335'],
    types: [TASK_DEFINITION],
    check: ({ attributes }) => {
      const shared = ['pid_mode', 'network_mode'].find((name) => attributes[name] === 'host');
      return shared === undefined ? undefined : `has ${shared} "host"`;
    },
  },
  {
    id: 'task-separate-roles',
    title: 'ECS starts a task with another role than the application runs with',
    sources: ['CKV_AWS_249'],
    types: [TASK_DEFINITION],
    check: ({ attributes: { execution_role_arn: execution, task_role_arn: task } }) =>
      execution !== undefined && execution === task ? 'has one role for ECS and for the application' : undefined,
  },
];
