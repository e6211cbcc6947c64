import type { LogRetentionDays } from '../aws/log-retention';
import type { EnvironmentIdentity } from '../naming/names';
import type { SecretSource } from '../secrets/secret-source';
import type { LogRouterConfig, SidecarConfig } from './sidecar-config';
import { parseImage } from './image';
import type { ServiceTaskConfig, TaskConfig } from './task-config';

/** What a task needs to know of its environment. */
export interface TaskEnvironment extends EnvironmentIdentity {
  /** AWS Region. */
  readonly region: string;

  /**
   * Its only AWS account, or `'any'`.
   *
   * @default - any account
   */
  readonly accountId?: string;

  /**
   * Prefixes of the repositories that ECR fills from other registries.
   *
   * @default - none
   */
  readonly pullThroughCaches?: readonly string[];

  /** Whether operators may open a shell in the containers of services and one-off tasks (ECS Exec). */
  readonly executeCommand: boolean;

  /**
   * Whether services reach each other by name.
   *
   * @default false
   */
  readonly serviceConnect?: boolean;

  /** Days for which logs are kept. */
  readonly logRetentionDays: LogRetentionDays;

  /** Whether Terraform refuses to destroy the logs. */
  readonly deletionProtection: boolean;
}

/** A service, a scheduled task or a one-off task: what has a task definition, a log group and two roles. */
export type Workload =
  | { readonly kind: 'service'; readonly name: string; readonly config: ServiceTaskConfig }
  | { readonly kind: 'scheduledTask' | 'task'; readonly name: string; readonly config: TaskConfig };

/** One way in which a service or task gets a secret. */
export interface SecretUse {
  /** The service or task that gets it. */
  readonly workload: Workload;
  /** The container that gets it. */
  readonly container: string;
  /** In a variable, a file or an option of the logs when the task starts, read by the application, or by ECS alone to pull the image. */
  readonly delivery: 'variable' | 'file' | 'logOption' | 'runtime' | 'registry';
  /** Name of the variable that contains the value, the path of the file, or the path of the hierarchy; or of the option, or the registry. */
  readonly variable: string;
  /** What is used: the whole secret, or a part or version of it. */
  readonly source: SecretSource;
}

/** A container of a workload as it is declared. */
export interface DeclaredContainer {
  /** What it is a part of. */
  readonly workload: Workload;

  /** Which field declares it. */
  readonly kind: 'application' | 'sidecar' | 'logRouter';

  /** Name of the container; the application has that of its workload. */
  readonly name: string;

  /** Its own fields; those of the whole task mean nothing here. */
  readonly config: SidecarConfig;
}

/** Name of the container that sends the logs elsewhere. */
export const LOG_ROUTER = 'log-router';

/** The containers that a workload declares, the application's first. */
export function declaredContainers(workload: Workload): DeclaredContainer[] {
  const { sidecars = {}, logRouter } = workload.config;
  return [
    { workload, kind: 'application', name: workload.name, config: workload.config },
    ...Object.entries(sidecars)
      .map(([name, config]): DeclaredContainer => ({ workload, kind: 'sidecar', name, config }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    ...(logRouter === undefined ? [] : [{ workload, kind: 'logRouter' as const, name: LOG_ROUTER, config: logRouter }]),
  ];
}

/** The parameters and secrets that ECS puts into a container's environment variables. */
export function variableSecrets({ workload, name, config }: DeclaredContainer): SecretUse[] {
  return Object.entries(config.secrets ?? {})
    .map(([variable, source]) => ({ workload, container: name, delivery: 'variable' as const, variable, source }))
    .sort(byVariable);
}

/** The parameters and secrets that a container finds in files. */
export function fileSecrets({ workload, name, config }: DeclaredContainer): SecretUse[] {
  return Object.entries(config.secretFiles ?? {})
    .map(([variable, { source }]) => ({ workload, container: name, delivery: 'file' as const, variable, source }))
    .sort(byVariable);
}

/** The parameters and secrets that the log router gets as options of the logs. */
export function logOptionSecrets(workload: Workload): SecretUse[] {
  const { secretOptions = {} }: Partial<LogRouterConfig> = workload.config.logRouter ?? {};
  return Object.entries(secretOptions)
    .map(([variable, source]) => ({
      workload,
      container: LOG_ROUTER,
      delivery: 'logOption' as const,
      variable,
      source,
    }))
    .sort(byVariable);
}

/** What ECS logs in to private registries with. No container gets it. */
function registrySecrets(workload: Workload): SecretUse[] {
  return declaredContainers(workload).flatMap(({ name, config: { image, registryCredentials } }) =>
    registryCredentials === undefined
      ? []
      : [
          {
            workload,
            container: name,
            delivery: 'registry' as const,
            variable: parseImage(image).registry ?? '',
            source: registryCredentials,
          },
        ],
  );
}

/** All that ECS reads before the containers of a task start: what they get, and what their images are pulled with. */
export function startSecrets(workload: Workload): SecretUse[] {
  return [...injectedSecrets(workload), ...registrySecrets(workload)];
}

/** Whether a container gets the value when it starts. */
export function isInjected({ delivery }: Pick<SecretUse, 'delivery'>): boolean {
  return delivery !== 'runtime' && delivery !== 'registry';
}

/** All that the containers of a task get when they start. */
export function injectedSecrets(workload: Workload): SecretUse[] {
  return [
    ...declaredContainers(workload).flatMap((container) => [...variableSecrets(container), ...fileSecrets(container)]),
    ...logOptionSecrets(workload),
  ];
}

function byVariable(a: SecretUse, b: SecretUse): number {
  return a.variable < b.variable ? -1 : 1;
}

/** Whether a shell can be opened in the containers of a workload. Never in those of scheduled tasks, which nobody attends. */
export function opensExecChannels({ executeCommand }: TaskEnvironment, { kind }: Workload): boolean {
  return executeCommand && kind !== 'scheduledTask';
}
