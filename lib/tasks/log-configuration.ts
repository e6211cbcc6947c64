import { workloadNames } from '../naming/names';
import { textOf } from '../validation/harmless-text';
import { renderSecrets, type ContainerDefinition, type ContainerReferences } from './container-definition';
import { logOptionSecrets, type DeclaredContainer, type TaskEnvironment, type Workload } from './workload';

type LogConfiguration = ContainerDefinition['logConfiguration'];

/** Where what a container writes goes: to CloudWatch, or through the log router, whose own log goes to CloudWatch. */
export function containerLogs(
  environment: TaskEnvironment,
  { workload, kind }: DeclaredContainer,
  references: ContainerReferences,
): LogConfiguration {
  const { logRouter } = workload.config;
  if (logRouter === undefined || kind === 'logRouter') {
    return cloudWatchLogs(environment, workload);
  }
  const secrets = logOptionSecrets(workload);
  const options = Object.entries(logRouter.options ?? {})
    .map(([name, value]) => [name, textOf(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    logDriver: 'awsfirelens',
    ...(options.length > 0 && { options: Object.fromEntries(options) }),
    ...(secrets.length > 0 && { secretOptions: renderSecrets(secrets, references) }),
  };
}

/**
 * The mode is written out because its default has changed: a container that writes faster than CloudWatch takes it loses lines of its
 * log, and does not wait.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
 */
export function cloudWatchLogs(environment: TaskEnvironment, workload: Workload): LogConfiguration {
  return {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': workloadNames(environment, workload.name).logGroup,
      'awslogs-region': environment.region,
      'awslogs-stream-prefix': 'ecs',
      'max-buffer-size': '25m',
      mode: 'non-blocking',
    },
  };
}

/** What makes a container the log router. */
export function routerSettings({
  config: { logRouter },
}: Workload): Pick<ContainerDefinition, 'firelensConfiguration'> {
  const { type = 'fluentbit', configurationFile } = logRouter ?? {};
  return {
    firelensConfiguration: {
      type,
      ...(configurationFile !== undefined && {
        options: { 'config-file-type': 'file', 'config-file-value': configurationFile },
      }),
    },
  };
}
