import { isObject, type Path } from '../validation/object-schema';
import type { SidecarConfig } from './sidecar-config';
import type { TaskConfig } from './task-config';
import { LOG_ROUTER } from './workload';

/** A container in a configuration. Its fields may have wrong types: ask `hasValidType` before relying on one. */
export interface ConfiguredContainer {
  /** Name of the container. */
  readonly name: string;

  /** Where it is declared, below its task. */
  readonly path: Path;

  /** Empty where something else stands in the place of an object. */
  readonly config: Partial<SidecarConfig>;

  /** Whether the task ends when it does. */
  readonly essential: boolean;
}

/** The containers that a task declares, also those in which something is wrong. */
export function configuredContainers(taskName: string, task: Partial<TaskConfig>): ConfiguredContainer[] {
  const { sidecars, logRouter } = task;
  return [
    { name: taskName, path: [], config: task, essential: true },
    ...(isObject(sidecars) ? Object.entries(sidecars) : []).map(([name, config]) => ({
      name,
      path: ['sidecars', name],
      config: isObject(config) ? config : {},
      essential: !isObject(config) || config.essential !== false,
    })),
    ...(isObject(logRouter)
      ? [{ name: LOG_ROUTER, path: ['logRouter'], config: logRouter as Partial<SidecarConfig>, essential: true }]
      : []),
  ];
}
