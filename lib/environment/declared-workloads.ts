import type { TaskConfig } from '../tasks/task-config';
import { isObject, type HasValidType } from '../validation/object-schema';
import type { EnvironmentConfig } from './environment-config';

/** A service or scheduled task where it is declared. Its fields may have wrong types: ask `hasValidType` before relying on one. */
export interface DeclaredWorkload {
  /** As messages call it. */
  readonly kind: 'service' | 'scheduled task';
  /** Its key in `services` or `scheduledTasks`. */
  readonly name: string;
  /** Where it is declared. */
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
  hasValidType: HasValidType,
) {
  return declaredWorkloads(environment).flatMap(({ path, config }) => {
    const value = config[field];
    const at = [...path, field];
    return value !== undefined && hasValidType(...at) ? [{ path: at, value }] : [];
  });
}

/** The entries of a map, of which there are none if something else stands in its place. */
export function entriesOf<T>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return isObject(map) ? Object.entries(map) : [];
}

function fieldsOf(config: TaskConfig): Partial<TaskConfig> {
  return isObject(config) ? config : {};
}
