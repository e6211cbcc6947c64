import { setting, type Resources, type RuleExample } from './rule-example';

const cluster = (attributes: Readonly<Record<string, unknown>>): Resources => ({
  aws_ecs_cluster: { main: attributes },
});
const execLogging = (logging: string) => cluster({ configuration: { execute_command_configuration: { logging } } });
const insights = (value: string) => cluster({ setting: [{ name: 'containerInsights', value }] });
const service = (attributes: Readonly<Record<string, unknown>>): Resources => ({
  aws_ecs_service: { web: attributes },
});
const schedule = (assign_public_ip: boolean): Resources => ({
  aws_scheduler_schedule: { report: { target: { ecs_parameters: { network_configuration: { assign_public_ip } } } } },
});
const task = (attributes: Readonly<Record<string, unknown>>): Resources => ({
  aws_ecs_task_definition: { web: attributes },
});

export const ecsExamples: Readonly<Record<string, RuleExample>> = {
  'cluster-container-insights': {
    passes: [insights('enabled'), insights('enhanced')],
    fails: [
      [cluster({}), 'has no Container Insights'],
      [insights('disabled'), 'has no Container Insights'],
    ],
    breaking: setting('aws_ecs_cluster', { setting: [] }),
  },
  'cluster-exec-logging': {
    passes: [execLogging('OVERRIDE'), execLogging('DEFAULT'), cluster({})],
    fails: [[execLogging('NONE'), 'does not log what is done by ECS Exec']],
    breaking: setting('aws_ecs_cluster', { configuration: { execute_command_configuration: { logging: 'NONE' } } }),
  },
  'task-no-public-address': {
    passes: [service({ network_configuration: { assign_public_ip: false } }), service({}), schedule(false)],
    fails: [
      [service({ network_configuration: { assign_public_ip: true } }), 'gives its tasks public addresses'],
      [schedule(true), 'gives its tasks public addresses'],
    ],
    breaking: setting('aws_ecs_service', { network_configuration: { assign_public_ip: true } }),
  },
  'service-latest-platform': {
    passes: [service({ platform_version: 'LATEST' }), service({})],
    fails: [[service({ platform_version: '1.3.0' }), 'stays on platform version 1.3.0']],
    breaking: setting('aws_ecs_service', { platform_version: '1.4.0' }),
  },
  'task-own-namespaces': {
    passes: [task({ network_mode: 'awsvpc', pid_mode: 'task' })],
    fails: [
      [task({ pid_mode: 'host' }), 'has pid_mode "host"'],
      [task({ network_mode: 'host' }), 'has network_mode "host"'],
    ],
    breaking: setting('aws_ecs_task_definition', { pid_mode: 'host' }),
  },
  'task-separate-roles': {
    passes: [task({ execution_role_arn: 'a', task_role_arn: 'b' }), task({ execution_role_arn: 'a' }), task({})],
    fails: [[task({ execution_role_arn: 'a', task_role_arn: 'a' }), 'has one role for ECS and for the application']],
    breaking: setting('aws_ecs_task_definition', { execution_role_arn: 'a', task_role_arn: 'a' }),
  },
};
