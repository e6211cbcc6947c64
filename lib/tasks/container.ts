import { SECRET_FILES_DIRECTORY } from '../secrets/secret-file';
import { placedName } from '../secrets/secret-location';
import { parameterPath, RUNTIME_PARAMETERS_VARIABLE, storedName } from '../secrets/secret-names';
import { textOf, type PublicText } from '../validation/harmless-text';
import type { HealthCheck, StartCondition } from './container-config';
import { renderSecrets, type ContainerDefinition, type ContainerReferences } from './container-definition';
import { containerLogs, routerSettings } from './log-configuration';
import { secretFilesVolume, secretFilesWriterName } from './secret-files-writer';
import { portMapping } from './service-connect';
import { isGivenVolumes, mountPoints, volumesPreparerName } from './task-volumes';
import {
  fileSecrets,
  LOG_ROUTER,
  opensExecChannels,
  startSecrets,
  variableSecrets,
  type DeclaredContainer,
  type SecretUse,
  type TaskEnvironment,
} from './workload';

/**
 * A container as it is declared.
 *
 * @param runtimeSecrets - the parameters that it reads at run time
 */
export function renderContainer(
  environment: TaskEnvironment,
  container: DeclaredContainer,
  runtimeSecrets: readonly SecretUse[],
  references: ContainerReferences,
): ContainerDefinition {
  const { workload, kind, name, config } = container;
  const { port, healthCheck, tmpfs = [], ulimits = {} } = config;
  const secrets = variableSecrets(container);
  const environmentVariables = variablesOf(environment, container);
  const mounts = [
    ...(fileSecrets(container).length === 0
      ? []
      : [{ sourceVolume: secretFilesVolume(name), containerPath: SECRET_FILES_DIRECTORY, readOnly: true as const }]),
    ...mountPoints(environment, container),
  ];
  const dependsOn = startConditions(container);
  const linuxParameters = {
    // Reaps the processes that an exec session leaves behind.
    ...(opensExecChannels(environment, workload) && { initProcessEnabled: true as const }),
    ...(tmpfs.length > 0 && { tmpfs: tmpfs.map(({ path, sizeMiB }) => ({ containerPath: path, size: sizeMiB })) }),
  };
  return {
    name,
    image: references.image(config.image),
    ...(config.registryCredentials && {
      repositoryCredentials: { credentialsParameter: references.valueFrom(config.registryCredentials) },
    }),
    essential: kind === 'application' || (config.essential ?? true),
    ...(config.entryPoint && { entryPoint: config.entryPoint.map((argument) => textOf(argument)) }),
    ...(config.command && { command: config.command.map((argument) => textOf(argument)) }),
    ...(config.workingDirectory !== undefined && { workingDirectory: config.workingDirectory }),
    ...(config.user !== undefined && { user: config.user }),
    ...(config.readonlyRootFilesystem !== false && { readonlyRootFilesystem: true }),
    ...(config.cpu !== undefined && { cpu: config.cpu }),
    ...(config.memoryMiB !== undefined && { memory: config.memoryMiB }),
    ...(config.memoryReservationMiB !== undefined && { memoryReservation: config.memoryReservationMiB }),
    ...(port !== undefined && { portMappings: [portMapping(environment, container, port)] }),
    ...(port !== undefined && port < FIRST_UNPRIVILEGED_PORT && { systemControls: [ALLOW_PRIVILEGED_PORTS] }),
    ...(environmentVariables.length > 0 && { environment: environmentVariables }),
    ...(secrets.length > 0 && { secrets: renderSecrets(secrets, references) }),
    ...(mounts.length > 0 && { mountPoints: mounts }),
    ...(dependsOn.length > 0 && { dependsOn }),
    ...rolloutLabels(environment, [
      ...startSecrets(workload).filter((use) => use.container === name),
      ...runtimeSecrets.filter((use) => use.container === name),
    ]),
    ...(healthCheck && { healthCheck: renderHealthCheck(healthCheck) }),
    ...(config.stopTimeoutSeconds !== undefined && { stopTimeout: config.stopTimeoutSeconds }),
    ...(ulimits.nofile && {
      ulimits: [{ name: 'nofile', softLimit: ulimits.nofile.soft, hardLimit: ulimits.nofile.hard }],
    }),
    ...(Object.keys(linuxParameters).length > 0 && { linuxParameters }),
    ...(kind === 'logRouter' && routerSettings(workload)),
    logConfiguration: containerLogs(environment, container, references),
  };
}

const FIRST_UNPRIVILEGED_PORT = 1024;

/**
 * Lets a container that does not run as root listen on a port below 1024. Docker allows it by default, Fargate does not.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SystemControl.html
 */
const ALLOW_PRIVILEGED_PORTS = { namespace: 'net.ipv4.ip_unprivileged_port_start', value: '0' };

function variablesOf(
  environment: TaskEnvironment,
  { workload, kind, config }: DeclaredContainer,
): { name: string; value: string }[] {
  const { environmentVariables = {}, secretFiles = {} } = config;
  const { runtimeParameters } = workload.config;
  const variables: Record<string, PublicText> = { ...environmentVariables };
  for (const [name, { fileName }] of Object.entries(secretFiles)) {
    variables[name] = `${SECRET_FILES_DIRECTORY}/${fileName}`;
  }
  if (kind === 'application' && runtimeParameters !== undefined) {
    variables[RUNTIME_PARAMETERS_VARIABLE] = parameterPath(environment, runtimeParameters);
  }
  return Object.entries(variables)
    .map(([name, value]) => ({ name, value: textOf(value) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is declared, and what follows from what the container is given. */
function startConditions(container: DeclaredContainer): { containerName: string; condition: StartCondition }[] {
  const { workload, kind, name, config } = container;
  const conditions: Record<string, StartCondition> = {
    ...(fileSecrets(container).length > 0 && { [secretFilesWriterName(name)]: 'SUCCESS' as const }),
    ...(isGivenVolumes(container) && { [volumesPreparerName(workload)]: 'SUCCESS' as const }),
    ...(kind !== 'logRouter' && workload.config.logRouter && { [LOG_ROUTER]: 'START' as const }),
    ...config.dependsOn,
  };
  return Object.entries(conditions)
    .map(([containerName, condition]) => ({ containerName, condition }))
    .sort((a, b) => (a.containerName < b.containerName ? -1 : 1));
}

/** A label that no application sees: raising a secret's `rollout` makes a new revision, and so a deployment. */
function rolloutLabels(
  environment: TaskEnvironment,
  uses: readonly SecretUse[],
): Pick<ContainerDefinition, 'dockerLabels'> {
  const labels = uses.flatMap(({ source }) =>
    source.rollout === undefined
      ? []
      : [[`secret-rollout.${placedName(source, storedName(environment, source))}`, String(source.rollout)] as const],
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
