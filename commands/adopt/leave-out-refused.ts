import type { EnvironmentSet } from '../cli/choose-environments';
import { checkEnvironments } from '../../lib/environment/validate-environments';
import { isObject, type Path } from '../../lib/validation/object-schema';
import type { AdoptedService } from './adopt-task';

/** Fields of which a part can be left out. */
const OF_PARTS = [
  ...['environmentVariables', 'secrets', 'secretFiles', 'dependsOn', 'options', 'secretOptions'],
  ...['writablePaths', 'tmpfs'],
];

/** Without which there is no container, and no service. */
const REQUIRED = ['image', 'size', 'desiredCount'];

/**
 * Leaves out of a declaration what the environment would refuse, such as a variable that looks like a secret: by the rules themselves,
 * so that what is printed is right. What cannot be left out is only named.
 */
export function leaveOutRefused(
  service: AdoptedService,
  environments: EnvironmentSet['environments'],
  environmentName: string,
): AdoptedService {
  const config = structuredClone(service.config);
  const leftOut = [...service.leftOut];
  const place = [environmentName, 'services', service.name];
  for (;;) {
    const problems = findProblems(environments, environmentName, service.name, config).map(({ path, message }) => {
      const isInside = place.every((segment, index) => path[index] === segment);
      return { path, at: isInside ? partOf(path.slice(place.length)) : [], message };
    });
    const removable = problems.filter(({ at }) => isOptional(at) && valueAt(config, at) !== undefined);
    for (const { path, at, message } of removable.length > 0 ? removable : problems) {
      leftOut.push({ field: at.length > 0 ? ['services', service.name, ...at] : path, at, value: undefined, message });
    }
    if (removable.length === 0) {
      return { name: service.name, config, leftOut };
    }
    remove(
      config,
      removable.map(({ at }) => at),
    );
  }
}

function findProblems(
  environments: EnvironmentSet['environments'],
  environmentName: string,
  name: string,
  config: AdoptedService['config'],
) {
  const environment = environments[environmentName];
  const withService = environment && { ...environment, services: { ...environment.services, [name]: config } };
  return checkEnvironments({ ...environments, ...(withService && { [environmentName]: withService }) }).problems;
}

/** The part of a service that is to be left out where there is a problem: a command is not one without one of its words. */
function partOf(path: Path): Path {
  const start = startOfField(path);
  return path.slice(0, start + (OF_PARTS.includes(String(path[start])) ? 2 : 1));
}

function isOptional(at: Path): boolean {
  return at.length > 0 && !REQUIRED.includes(String(at[startOfField(at)]));
}

/** How much of a path leads to a container. */
function startOfField([first]: Path): number {
  return first === 'sidecars' ? 2 : first === 'logRouter' ? 1 : 0;
}

function valueAt(config: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (isObject(value) ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    config,
  );
}

/** The last of a list first, so that the others stay where they are. */
function remove(config: object, paths: readonly Path[]): void {
  const unique = new Map(paths.map((path) => [JSON.stringify(path), path]));
  for (const path of [...unique.values()].sort((a, b) => Number(b.at(-1)) - Number(a.at(-1)))) {
    const parent = valueAt(config, path.slice(0, -1));
    const last = path.at(-1);
    if (Array.isArray(parent)) {
      parent.splice(Number(last), 1);
    } else if (isObject(parent) && last !== undefined) {
      Reflect.deleteProperty(parent, last);
    }
  }
}
