import type { ScheduledTaskDefinition } from '../schedules/scheduled-task-definition';
import type { ServiceDefinition } from '../services/service-definition';
import type { EnvironmentConfig } from './environment-config';

/** A service or a scheduled task: what has a task definition, a log group and two roles. */
export type Workload = ServiceWorkload | ScheduledTaskWorkload;

export interface ServiceWorkload {
  readonly kind: 'service';
  readonly name: string;
  readonly config: ServiceDefinition;
}

export interface ScheduledTaskWorkload {
  readonly kind: 'scheduledTask';
  readonly name: string;
  readonly config: ScheduledTaskDefinition;
}

export function serviceWorkloads({ services }: EnvironmentConfig): ServiceWorkload[] {
  return Object.entries(services).map(([name, config]) => ({ kind: 'service', name, config }));
}

export function scheduledTaskWorkloads({ scheduledTasks = {} }: EnvironmentConfig): ScheduledTaskWorkload[] {
  return Object.entries(scheduledTasks).map(([name, config]) => ({ kind: 'scheduledTask', name, config }));
}

/** Every service and scheduled task of an environment, by name. */
export function workloads(environment: EnvironmentConfig): Workload[] {
  return [...serviceWorkloads(environment), ...scheduledTaskWorkloads(environment)].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

/** Whether a shell can be opened in the containers of a workload. Never in those of scheduled tasks, which come and go. */
export function opensExecChannels({ executeCommand }: EnvironmentConfig, { kind }: Workload): boolean {
  return executeCommand && kind === 'service';
}
