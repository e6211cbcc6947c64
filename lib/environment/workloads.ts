import type { ScheduledTaskDefinition } from '../schedules/scheduled-task-definition';
import type { ServiceDefinition } from '../services/service-definition';
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

export function serviceWorkloads({ services }: EnvironmentConfig): ServiceWorkload[] {
  return Object.entries(services).map(([name, config]) => ({ kind: 'service', name, config }));
}

export function scheduledTaskWorkloads({ scheduledTasks = {} }: EnvironmentConfig): ScheduledTaskWorkload[] {
  return Object.entries(scheduledTasks).map(([name, config]) => ({ kind: 'scheduledTask', name, config }));
}

/** Every service and scheduled task of an environment, by name. */
export function workloads(environment: EnvironmentConfig): (ServiceWorkload | ScheduledTaskWorkload)[] {
  return [...serviceWorkloads(environment), ...scheduledTaskWorkloads(environment)].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}
