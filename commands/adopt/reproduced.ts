import { isDeepStrictEqual } from 'node:util';
import { roleArn } from '../../lib/aws/arns';
import { imageRegistry } from '../../lib/aws/regions';
import type { Environment } from '../../lib/environment/environment';
import { workloadNames } from '../../lib/naming/names';
import { imageProblem, imageWithRegistry } from '../../lib/tasks/image';
import { renderContainerDefinitions } from '../../lib/tasks/task-containers';
import { declaredContainers } from '../../lib/tasks/workload';
import { isObject, type Path } from '../../lib/validation/object-schema';
import type { AdoptedService } from './adopt-task';
import type { AdoptionPlace } from './adoption';
import type { LeftOut } from './left-out';

/** What is left out of a declaration, and what the stack does not have by itself either. */
export function notReproduced(
  { name, config, leftOut }: AdoptedService,
  environment: Environment,
  { location }: AdoptionPlace,
): readonly LeftOut[] {
  const names = workloadNames(environment, name);
  const workload = { kind: 'service', name, config } as const;
  if (declaredContainers(workload).some((container) => imageProblem(container.config.image) !== undefined)) {
    return leftOut; // It cannot be rendered.
  }
  const containers = renderContainerDefinitions(environment, workload, [], {
    image: (reference) => imageWithRegistry(reference, imageRegistry(location)),
    valueFrom: (source) => JSON.stringify(source),
  });
  const rendered = {
    family: names.name,
    executionRoleArn: roleArn(location, names.executionRole),
    taskRoleArn: roleArn(location, names.taskRole),
    containerDefinitions: Object.fromEntries(containers.map((container) => [container.name, container])),
  };
  return leftOut.filter(({ field, value }) => value === undefined || !contains(rendered, field, value));
}

/** In a list, the path names an item by something that it has. */
function contains(within: unknown, [head, ...rest]: Path, value: unknown): boolean {
  if (head === undefined) {
    return isDeepStrictEqual(withoutDefaults(within), withoutDefaults(value));
  }
  if (Array.isArray(within)) {
    return within.some((item) => contains(item, rest, value));
  }
  return isObject(within) && contains((within as Record<PropertyKey, unknown>)[head], rest, value);
}

/** ECS writes out what is false. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutDefaults);
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, member]) => member !== false)
          .map(([key, member]) => [key, withoutDefaults(member)]),
      )
    : value;
}
