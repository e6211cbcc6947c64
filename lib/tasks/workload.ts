import type { LogRetentionDays } from '../aws/log-retention';
import type { EnvironmentIdentity } from '../naming/names';
import type { SecretSource } from '../secrets/secret-source';
import type { ServiceContainerConfig, TaskConfig } from './task-config';

/** What a task needs to know of its environment. */
export interface TaskEnvironment extends EnvironmentIdentity {
  /** AWS Region. */
  readonly region: string;

  /** Whether operators may open a shell in the containers of services (ECS Exec). */
  readonly executeCommand: boolean;

  /** Days for which logs are kept. */
  readonly logRetentionDays: LogRetentionDays;

  /** Whether Terraform refuses to destroy the logs. */
  readonly deletionProtection: boolean;
}

/** A service or a scheduled task: what has a task definition, a log group and two roles. */
export type Workload =
  | { readonly kind: 'service'; readonly name: string; readonly config: ServiceContainerConfig }
  | { readonly kind: 'scheduledTask'; readonly name: string; readonly config: TaskConfig };

/** One way in which a service or scheduled task gets a secret. */
export interface SecretUse {
  /** The service or scheduled task that gets it. */
  readonly workload: Workload;
  /** In a variable or a file when the task starts, or read by the application. */
  readonly delivery: 'variable' | 'file' | 'runtime';
  /** Name of the variable that contains the value, the path of the file, or the path of the hierarchy. */
  readonly variable: string;
  /** What is used: the whole secret, or a part or version of it. */
  readonly source: SecretSource;
}

/** The parameters and secrets that ECS puts into a container's environment variables. */
export function variableSecrets(workload: Workload): SecretUse[] {
  return Object.entries(workload.config.secrets ?? {})
    .map(([variable, source]) => ({ workload, delivery: 'variable' as const, variable, source }))
    .sort(byVariable);
}

/** The parameters and secrets that a container finds in files. */
export function fileSecrets(workload: Workload): SecretUse[] {
  return Object.entries(workload.config.secretFiles ?? {})
    .map(([variable, { source }]) => ({ workload, delivery: 'file' as const, variable, source }))
    .sort(byVariable);
}

/** All that ECS reads before a container starts. */
export function injectedSecrets(workload: Workload): SecretUse[] {
  return [...variableSecrets(workload), ...fileSecrets(workload)];
}

function byVariable(a: SecretUse, b: SecretUse): number {
  return a.variable < b.variable ? -1 : 1;
}

/** Whether a shell can be opened in the containers of a workload. Never in those of scheduled tasks, which come and go. */
export function opensExecChannels({ executeCommand }: TaskEnvironment, { kind }: Workload): boolean {
  return executeCommand && kind === 'service';
}
