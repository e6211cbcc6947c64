import type { TaskConfig } from '../tasks/task-config';
import type { IsSound } from '../validation/known-object';
import type { EnvironmentConfig } from './environment-config';

/** A service or scheduled task as it is declared, and where. Its fields may have wrong types: ask `isSound` before relying on one. */
export interface DeclaredWorkload {
  readonly kind: 'service' | 'scheduled task';
  readonly name: string;
  readonly path: readonly [field: 'services' | 'scheduledTasks', name: string];
  readonly config: TaskConfig;
}

/** Every service and scheduled task, also those in which something is wrong, so that all rules can be applied at once. */
export function declaredWorkloads(environment: EnvironmentConfig): DeclaredWorkload[] {
  return [
    ...entries(environment.services).map(
      ([name, config]) => ({ kind: 'service', name, path: ['services', name], config }) as const,
    ),
    ...entries(environment.scheduledTasks).map(
      ([name, config]) => ({ kind: 'scheduled task', name, path: ['scheduledTasks', name], config }) as const,
    ),
  ];
}

/** The services and scheduled tasks whose field has the right type. */
export function workloadsWith(
  field: keyof TaskConfig,
  environment: EnvironmentConfig,
  isSound: IsSound,
): DeclaredWorkload[] {
  return declaredWorkloads(environment).filter(({ path }) => isSound(...path, field));
}

function entries<T>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return typeof map === 'object' && map !== null ? Object.entries(map) : [];
}
