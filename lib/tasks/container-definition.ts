import { workloadNames, type Environment } from '../environment/names';
import type { Workload } from '../environment/workloads';
import { injectedSecrets, type SecretUse } from '../secrets/secret-inventory';
import { SECRET_FILES_DIRECTORY, SECRET_FILES_WRITER_IMAGE } from '../secrets/secret-file';
import { parameterPath } from '../secrets/secret-names';
import type { SecretSource } from '../secrets/secret-source';
import type { HealthCheck, ServiceDefinition } from '../services/service-definition';

/**
 * A container definition, as far as this project uses it. Terraform takes it as JSON text in which a misspelt key is silently
 * dropped, hence the type.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  readonly command?: readonly string[];
  readonly user?: string;
  readonly readonlyRootFilesystem?: true;
  readonly portMappings?: readonly { readonly containerPort: number }[];
  readonly systemControls?: readonly { readonly namespace: string; readonly value: string }[];
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly mountPoints?: readonly MountPoint[];
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: 'SUCCESS' }[];
  readonly dockerLabels?: Readonly<Record<string, string>>;
  readonly healthCheck?: {
    readonly command: readonly string[];
    readonly interval: number;
    readonly timeout: number;
    readonly retries: number;
    readonly startPeriod?: number;
  };
  readonly linuxParameters?: { readonly initProcessEnabled: true };
  readonly logConfiguration: {
    readonly logDriver: 'awslogs';
    readonly options: {
      readonly 'awslogs-group': string;
      readonly 'awslogs-region': string;
      readonly 'awslogs-stream-prefix': string;
    };
  };
}

interface MountPoint {
  readonly sourceVolume: string;
  readonly containerPath: string;
  readonly readOnly?: true;
}

/** What a container definition refers to outside of itself. */
export interface ContainerReferences {
  /** The image with its registry. */
  readonly image: string;
  valueFrom(source: SecretSource): string;
}

/** The task volume through which secret files reach the application. */
export const SECRET_FILES_VOLUME = 'secret-files';

/**
 * The containers of a task: the application's, and before it, where there are secret files, the one that writes them. Equal
 * configurations give equal text, in whatever order they are written down: else a task definition is replaced for nothing.
 */
export function renderContainerDefinitions(
  environment: Environment,
  workload: Workload,
  references: ContainerReferences,
): ContainerDefinition[] {
  const files = injectedSecrets(workload).filter(({ delivery }) => delivery === 'file');
  const application = renderApplication(environment, workload, references);
  return files.length === 0
    ? [application]
    : [application, renderSecretFilesWriter(environment, workload, files, references)];
}

function renderApplication(
  environment: Environment,
  workload: Workload,
  references: ContainerReferences,
): ContainerDefinition {
  const { config } = workload;
  const { port, healthCheck } = serviceSettings(workload);
  const secrets = injectedSecrets(workload).filter(({ delivery }) => delivery === 'variable');
  const environmentVariables = applicationVariables(environment, workload);
  const hasFiles = Object.keys(config.secretFiles ?? {}).length > 0;
  return {
    name: workload.name,
    image: references.image,
    essential: true,
    ...(config.command && { command: config.command }),
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
    ...rolloutLabels(workload),
    ...(healthCheck && { healthCheck: renderHealthCheck(healthCheck) }),
    // Reaps the processes that an exec session leaves behind.
    ...(environment.executeCommand && { linuxParameters: { initProcessEnabled: true } }),
    logConfiguration: renderLogConfiguration(environment, workload),
  };
}

const FIRST_UNPRIVILEGED_PORT = 1024;

/**
 * Lets a container that does not run as root listen on a port below 1024. Docker allows it by itself, Fargate does not.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SystemControl.html
 */
const ALLOW_PRIVILEGED_PORTS = { namespace: 'net.ipv4.ip_unprivileged_port_start', value: '0' };

/**
 * Fargate has no secret files. So a container of its own receives the secrets, writes them where only the application's user may
 * read them, and ends; the application starts only if it succeeded, and never has the values in its environment. It runs as root,
 * to whom a fresh volume belongs.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
 */
function renderSecretFilesWriter(
  environment: Environment,
  workload: Workload,
  files: readonly SecretUse[],
  references: ContainerReferences,
): ContainerDefinition {
  const { secretFiles = {}, user = '' } = workload.config;
  const write = files.map(({ variable }) => {
    const path = `"$SECRET_FILES_DIRECTORY/${secretFiles[variable]?.fileName ?? ''}"`;
    // Not `echo`, which adds a line end and, in some shells, reads backslashes.
    return `printf '%s' "$${variable}" > ${path} && chmod 400 ${path} && chown "$SECRET_FILES_OWNER" ${path}`;
  });
  return {
    name: secretFilesWriterName(workload),
    image: SECRET_FILES_WRITER_IMAGE,
    essential: false,
    command: ['sh', '-c', ['set -eu', 'umask 077', ...write].join('\n')],
    readonlyRootFilesystem: true,
    environment: [
      { name: 'SECRET_FILES_DIRECTORY', value: SECRET_FILES_DIRECTORY },
      { name: 'SECRET_FILES_OWNER', value: user },
    ],
    secrets: renderSecrets(files, references),
    mountPoints: [{ sourceVolume: SECRET_FILES_VOLUME, containerPath: SECRET_FILES_DIRECTORY }],
    logConfiguration: renderLogConfiguration(environment, workload),
  };
}

function secretFilesWriterName(workload: Workload): string {
  return `${workload.name}-secret-files`;
}

function serviceSettings(workload: Workload): Pick<ServiceDefinition, 'port' | 'healthCheck'> {
  return workload.kind === 'service' ? workload.config : {};
}

function applicationVariables(environment: Environment, workload: Workload): { name: string; value: string }[] {
  const { environmentVariables = {}, secretFiles = {}, runtimeParameters } = workload.config;
  const variables: Record<string, string> = { ...environmentVariables };
  for (const [name, { fileName }] of Object.entries(secretFiles)) {
    variables[name] = `${SECRET_FILES_DIRECTORY}/${fileName}`;
  }
  if (runtimeParameters !== undefined) {
    variables.PARAMETER_STORE_PREFIX = parameterPath(environment, runtimeParameters);
  }
  return Object.entries(variables)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function renderSecrets(
  uses: readonly SecretUse[],
  references: ContainerReferences,
): { name: string; valueFrom: string }[] {
  return uses.map(({ variable, source }) => ({ name: variable, valueFrom: references.valueFrom(source) }));
}

/** A label that no application sees: raising a secret's `rollout` makes a new revision, and so a deployment. */
function rolloutLabels(workload: Workload): Pick<ContainerDefinition, 'dockerLabels'> {
  const labels = injectedSecrets(workload).flatMap(({ variable, source }) =>
    source.rollout === undefined ? [] : [[`secret-rollout.${variable}`, String(source.rollout)] as const],
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
    command,
    interval: intervalSeconds,
    timeout: timeoutSeconds,
    retries,
    ...(startPeriodSeconds !== undefined && { startPeriod: startPeriodSeconds }),
  };
}

function renderLogConfiguration(environment: Environment, workload: Workload): ContainerDefinition['logConfiguration'] {
  return {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': workloadNames(environment, workload.name).logGroup,
      'awslogs-region': environment.region,
      'awslogs-stream-prefix': 'ecs',
    },
  };
}
