import { SECRET_FILES_DIRECTORY } from '../secrets/secret-file';
import { parameterPath, RUNTIME_PARAMETERS_VARIABLE, storedName } from '../secrets/secret-names';
import { textOf, type PublicText } from '../validation/harmless-text';
import {
  renderLogConfiguration,
  renderSecrets,
  type ContainerDefinition,
  type ContainerReferences,
} from './container-definition';
import { SECRET_FILES_VOLUME, secretFilesWriterName } from './secret-files-writer';
import type { HealthCheck, ServiceContainerConfig } from './task-config';
import {
  fileSecrets,
  injectedSecrets,
  opensExecChannels,
  variableSecrets,
  type SecretUse,
  type TaskEnvironment,
  type Workload,
} from './workload';

/**
 * The application's own container.
 *
 * @param runtimeSecrets - the parameters that the application reads at run time
 */
export function renderApplicationContainer(
  environment: TaskEnvironment,
  workload: Workload,
  runtimeSecrets: readonly SecretUse[],
  references: ContainerReferences,
): ContainerDefinition {
  const { config } = workload;
  const { port, healthCheck } = serviceSettings(workload);
  const secrets = variableSecrets(workload);
  const environmentVariables = applicationVariables(environment, workload);
  const hasFiles = fileSecrets(workload).length > 0;
  return {
    name: workload.name,
    image: references.image,
    essential: true,
    ...(config.command && { command: config.command.map((argument) => textOf(argument)) }),
    ...(config.user !== undefined && { user: config.user }),
    ...(config.readonlyRootFilesystem === true && { readonlyRootFilesystem: true }),
    ...(port !== undefined && { portMappings: [{ containerPort: port }] }),
    ...(port !== undefined && port < FIRST_UNPRIVILEGED_PORT && { systemControls: [ALLOW_PRIVILEGED_PORTS] }),
    ...(environmentVariables.length > 0 && { environment: environmentVariables }),
    ...(secrets.length > 0 && { secrets: renderSecrets(secrets, references) }),
    ...(hasFiles && {
      mountPoints: [{ sourceVolume: SECRET_FILES_VOLUME, containerPath: SECRET_FILES_DIRECTORY, readOnly: true }],
      dependsOn: [{ containerName: secretFilesWriterName(workload), condition: 'SUCCESS' }],
    }),
    ...rolloutLabels(environment, [...injectedSecrets(workload), ...runtimeSecrets]),
    ...(healthCheck && { healthCheck: renderHealthCheck(healthCheck) }),
    // Reaps the processes that an exec session leaves behind.
    ...(opensExecChannels(environment, workload) && { linuxParameters: { initProcessEnabled: true } }),
    logConfiguration: renderLogConfiguration(environment, workload),
  };
}

const FIRST_UNPRIVILEGED_PORT = 1024;

/**
 * Lets a container that does not run as root listen on a port below 1024. Docker allows it by default, Fargate does not.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SystemControl.html
 */
const ALLOW_PRIVILEGED_PORTS = { namespace: 'net.ipv4.ip_unprivileged_port_start', value: '0' };

function serviceSettings(workload: Workload): Pick<ServiceContainerConfig, 'port' | 'healthCheck'> {
  return workload.kind === 'service' ? workload.config : {};
}

function applicationVariables(environment: TaskEnvironment, workload: Workload): { name: string; value: string }[] {
  const { environmentVariables = {}, secretFiles = {}, runtimeParameters } = workload.config;
  const variables: Record<string, PublicText> = { ...environmentVariables };
  for (const [name, { fileName }] of Object.entries(secretFiles)) {
    variables[name] = `${SECRET_FILES_DIRECTORY}/${fileName}`;
  }
  if (runtimeParameters !== undefined) {
    variables[RUNTIME_PARAMETERS_VARIABLE] = parameterPath(environment, runtimeParameters);
  }
  return Object.entries(variables)
    .map(([name, value]) => ({ name, value: textOf(value) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A label that no application sees: raising a secret's `rollout` makes a new revision, and so a deployment. */
function rolloutLabels(
  environment: TaskEnvironment,
  uses: readonly SecretUse[],
): Pick<ContainerDefinition, 'dockerLabels'> {
  const labels = uses.flatMap(({ source }) =>
    source.rollout === undefined
      ? []
      : [[`secret-rollout.${storedName(environment, source)}`, String(source.rollout)] as const],
  );
  return labels.length === 0 ? {} : { dockerLabels: Object.fromEntries(labels) };
}

function renderHealthCheck({
  command,
  intervalSeconds = 30,
  timeoutSeconds = 5,
  retries = 3,
  startPeriodSeconds,
}: HealthCheck): NonNullable<ContainerDefinition['healthCheck']> {
  return {
    command: command.map((argument) => textOf(argument)),
    interval: intervalSeconds,
    timeout: timeoutSeconds,
    retries,
    ...(startPeriodSeconds !== undefined && { startPeriod: startPeriodSeconds }),
  };
}
