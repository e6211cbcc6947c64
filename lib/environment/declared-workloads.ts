import type { LogRouterConfig, SidecarConfig } from '../tasks/sidecar-config';
import { configuredContainers } from '../tasks/configured-containers';
import type { TaskConfig } from '../tasks/task-config';
import { isObject, type HasValidType, type Path } from '../validation/object-schema';
import type { EnvironmentConfig } from './environment-config';

/** A service or task where it is declared. Its fields may have wrong types: ask `hasValidType` before relying on one. */
export interface DeclaredWorkload {
  /** As messages call it. */
  readonly kind: 'service' | 'scheduled task' | 'one-off task';
  /** Its key there. */
  readonly name: string;
  /** Where it is declared. */
  readonly path: readonly [field: 'services' | 'scheduledTasks' | 'tasks', name: string];
  /** Empty where something else stands in the place of an object. */
  readonly config: Partial<TaskConfig>;
}

/** Every service and task, also those in which something is wrong, so that all rules can be applied at once. */
export function declaredWorkloads({ services, scheduledTasks, tasks }: EnvironmentConfig): DeclaredWorkload[] {
  return [
    ...workloadsIn('services', 'service', services),
    ...workloadsIn('scheduledTasks', 'scheduled task', scheduledTasks),
    ...workloadsIn('tasks', 'one-off task', tasks),
  ];
}

function workloadsIn(
  field: DeclaredWorkload['path'][0],
  kind: DeclaredWorkload['kind'],
  declared: Readonly<Record<string, TaskConfig>> | undefined,
): DeclaredWorkload[] {
  return entriesOf(declared).map(([name, config]) => ({ kind, name, path: [field, name], config: fieldsOf(config) }));
}

type ContainerFields = Partial<TaskConfig & SidecarConfig & LogRouterConfig>;

/** Every container that is declared, the application of each service and task among them, with what its fields are if they are right. */
export function declaredContainers(
  environment: EnvironmentConfig,
): { readonly path: Path; readonly config: ContainerFields }[] {
  return declaredWorkloads(environment).flatMap(({ name, path, config }) =>
    configuredContainers(name, config).map((container) => ({
      path: [...path, ...container.path],
      config: container.config,
    })),
  );
}

/** The fields of this name, of containers or tasks, that are given and have the right type, with their paths. */
export function declaredFields<Field extends keyof ContainerFields>(
  field: Field,
  environment: EnvironmentConfig,
  hasValidType: HasValidType,
) {
  return declaredContainers(environment).flatMap(({ path, config }) => {
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
