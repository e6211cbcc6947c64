import type { TaskConfig } from '../tasks/task-config';
import { isObject, type IsSound } from '../validation/known-object';
import type { EnvironmentConfig } from './environment-config';

/** A service or scheduled task where it is declared. Its fields may have wrong types: ask `isSound` before relying on one. */
export interface DeclaredWorkload {
  readonly kind: 'service' | 'scheduled task';
  readonly name: string;
  readonly path: readonly [field: 'services' | 'scheduledTasks', name: string];
  /** Empty where something else stands in the place of an object. */
  readonly config: Partial<TaskConfig>;
}

/** Every service and scheduled task, also those in which something is wrong, so that all rules can be applied at once. */
export function declaredWorkloads({ services, scheduledTasks }: EnvironmentConfig): DeclaredWorkload[] {
  return [
    ...entriesOf(services).map(([name, config]): DeclaredWorkload => ({
      kind: 'service',
      name,
      path: ['services', name],
      config: fieldsOf(config),
    })),
    ...entriesOf(scheduledTasks).map(([name, config]): DeclaredWorkload => ({
      kind: 'scheduled task',
      name,
      path: ['scheduledTasks', name],
      config: fieldsOf(config),
    })),
  ];
}

/** The fields of this name that are given and have the right type, with their paths. */
export function declaredFields<Field extends keyof TaskConfig>(
  field: Field,
  environment: EnvironmentConfig,
  isSound: IsSound,
) {
  return declaredWorkloads(environment).flatMap(({ path, config }) => {
    const value = config[field];
    const at = [...path, field];
    return value !== undefined && isSound(...at) ? [{ path: at, value }] : [];
  });
}

/** The entries of a map, of which there are none if something else stands in its place. */
export function entriesOf<T>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return isObject(map) ? Object.entries(map) : [];
}

function fieldsOf(config: TaskConfig): Partial<TaskConfig> {
  return isObject(config) ? config : {};
}
