import type { ScheduledTaskDefinition } from '../schedules/scheduled-task-definition';
import type { ServiceDefinition } from '../services/service-definition';
import type { TaskConfig } from '../tasks/task-config';
import { opensExecChannels, type TaskEnvironment, type Workload } from '../tasks/workload';
import type { EnvironmentConfig } from './environment-config';

export interface ServiceWorkload {
  /** It runs all the time. */
  readonly kind: 'service';
  /** Its key in `services`. */
  readonly name: string;
  /** Its declaration. */
  readonly config: ServiceDefinition;
}

export interface ScheduledTaskWorkload {
  /** It is started by its schedule. */
  readonly kind: 'scheduledTask';
  /** Its key in `scheduledTasks`. */
  readonly name: string;
  /** Its declaration. */
  readonly config: ScheduledTaskDefinition;
}

export interface OneOffTaskWorkload {
  /** It is started by an operator. */
  readonly kind: 'task';
  /** Its key in `tasks`. */
  readonly name: string;
  /** Its declaration. */
  readonly config: TaskConfig;
}

/** Where the workloads of each kind are declared. */
export const WORKLOAD_FIELDS = {
  service: 'services',
  scheduledTask: 'scheduledTasks',
  task: 'tasks',
} as const satisfies Record<Workload['kind'], keyof EnvironmentConfig>;

export function serviceWorkloads({ services }: EnvironmentConfig): ServiceWorkload[] {
  return Object.entries(services).map(([name, config]) => ({ kind: 'service', name, config }));
}

export function scheduledTaskWorkloads({ scheduledTasks = {} }: EnvironmentConfig): ScheduledTaskWorkload[] {
  return Object.entries(scheduledTasks).map(([name, config]) => ({ kind: 'scheduledTask', name, config }));
}

export function oneOffTaskWorkloads({ tasks = {} }: EnvironmentConfig): OneOffTaskWorkload[] {
  return Object.entries(tasks).map(([name, config]) => ({ kind: 'task', name, config }));
}

/** Every service and task of an environment, by name. */
export function workloads(
  environment: EnvironmentConfig,
): (ServiceWorkload | ScheduledTaskWorkload | OneOffTaskWorkload)[] {
  return [
    ...serviceWorkloads(environment),
    ...scheduledTaskWorkloads(environment),
    ...oneOffTaskWorkloads(environment),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether a shell can be opened in any container of an environment. */
export function opensExecSessions(environment: EnvironmentConfig & TaskEnvironment): boolean {
  return workloads(environment).some((workload) => opensExecChannels(environment, workload));
}
