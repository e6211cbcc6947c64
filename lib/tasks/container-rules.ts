import { didYouMean, shown } from '../validation/messages';
import { isObject, type HasValidType, type Report } from '../validation/object-schema';
import { configuredContainers, type ConfiguredContainer } from './configured-containers';
import { checkDirectories } from './directory-rules';
import { secretFilesWriterName } from './secret-files-writer';
import type { TaskConfig } from './task-config';
import { volumesPreparerName } from './task-volumes';
import { LOG_ROUTER } from './workload';

/** What the containers of a task must agree in. */
export function checkContainers(
  taskName: string,
  task: Partial<TaskConfig>,
  report: Report,
  hasValidType: HasValidType,
): void {
  const containers = configuredContainers(taskName, task);
  checkNames(taskName, containers, report);
  checkPorts(containers, report, hasValidType);
  checkShares(task, containers, report, hasValidType);
  checkDependencies(containers, report, hasValidType);
  checkDirectories(containers, report, hasValidType);
}

function checkNames(taskName: string, containers: readonly ConfiguredContainer[], report: Report): void {
  const taken = new Map([
    [taskName, 'the application'],
    [volumesPreparerName({ name: taskName }), 'the container that prepares volumes'],
  ]);
  for (const { name, config } of containers) {
    if (isObject(config.secretFiles)) {
      taken.set(secretFilesWriterName(name), `the container that writes the secret files of ${shown(name)}`);
    }
  }
  for (const { name, path } of containers.slice(1)) {
    const other = path[0] === 'sidecars' ? (taken.get(name) ?? routerOf(name, containers)) : undefined;
    if (other !== undefined) {
      report(`${shown(name)} is the name of ${other}; choose another`, path);
    }
  }
}

function routerOf(name: string, containers: readonly ConfiguredContainer[]): string | undefined {
  return name === LOG_ROUTER && containers.some(({ path }) => path[0] === 'logRouter') ? 'the log router' : undefined;
}

/** They have one network interface. */
function checkPorts(containers: readonly ConfiguredContainer[], report: Report, hasValidType: HasValidType): void {
  const known = new Map<number, string>();
  for (const { name, path, config } of containers) {
    const { port } = config;
    if (port === undefined || !hasValidType(...path, 'port')) {
      continue;
    }
    const other = known.get(port);
    if (other !== undefined) {
      report(`${port} is also the port of ${shown(other)}; the containers of a task share its ports`, [
        ...path,
        'port',
      ]);
    }
    known.set(port, other ?? name);
  }
}

/** The shares of the task, of which the application must get something, too. */
function checkShares(
  { size }: Partial<TaskConfig>,
  containers: readonly ConfiguredContainer[],
  report: Report,
  hasValidType: HasValidType,
): void {
  if (size === undefined || !hasValidType('size')) {
    return;
  }
  const given = (field: 'cpu' | 'memoryMiB' | 'memoryReservationMiB', { path, config }: ConfiguredContainer) =>
    hasValidType(...path, field) ? config[field] : undefined;
  const others = containers.slice(1);
  const cpu = sum(others.map((container) => given('cpu', container)));
  const kept = sum(
    others.map((container) => given('memoryReservationMiB', container) ?? given('memoryMiB', container)),
  );
  if (cpu >= size.cpu) {
    report(`${size.cpu} CPU units are too few: the other containers get ${cpu}, and the application needs some, too`, [
      'size',
      'cpu',
    ]);
  }
  if (kept >= size.memoryMiB) {
    report(
      `${size.memoryMiB} MiB are too few: ${kept} are kept for the other containers, and the application needs some, too`,
      ['size', 'memoryMiB'],
    );
  }
  for (const container of others) {
    const limit = given('memoryMiB', container);
    if (limit !== undefined && kept < size.memoryMiB && limit > size.memoryMiB) {
      report(`${limit} is more than the task has, ${size.memoryMiB} MiB`, [...container.path, 'memoryMiB']);
    }
  }
  for (const { path, config } of containers) {
    for (const [index, { sizeMiB }] of (hasValidType(...path, 'tmpfs') ? (config.tmpfs ?? []) : []).entries()) {
      if (sizeMiB >= size.memoryMiB) {
        report(`${sizeMiB} must be less than the memory of the task, ${size.memoryMiB} MiB`, [
          ...path,
          'tmpfs',
          index,
          'sizeMiB',
        ]);
      }
    }
  }
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value = 0) => total + value, 0);
}

function checkDependencies(
  containers: readonly ConfiguredContainer[],
  report: Report,
  hasValidType: HasValidType,
): void {
  const byName = new Map(containers.map((container) => [container.name, container]));
  const waitsFor = new Map<string, string[]>();
  for (const { name, path, config } of containers) {
    const dependencies = hasValidType(...path, 'dependsOn') ? Object.entries(config.dependsOn ?? {}) : [];
    waitsFor.set(
      name,
      dependencies.map(([other]) => other),
    );
    for (const [other, condition] of dependencies) {
      const target = byName.get(other);
      const at = [...path, 'dependsOn', other];
      if (target === undefined) {
        report(`${shown(other)} is no container of the task${didYouMean(other, [...byName.keys()])}`, at);
      } else if (condition === 'HEALTHY' && target.config.healthCheck === undefined) {
        report(`"HEALTHY" needs a healthCheck of ${shown(other)}, which has none`, at);
      } else if ((condition === 'SUCCESS' || condition === 'COMPLETE') && target.essential) {
        report(
          `"${condition}" cannot be: ${shown(other)} is essential, and when it ends so does the task; give it essential: false, or wait ` +
            'for START or HEALTHY',
          at,
        );
      }
    }
  }
  reportCycle(containers, waitsFor, report);
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html */
function reportCycle(
  containers: readonly ConfiguredContainer[],
  waitsFor: ReadonlyMap<string, readonly string[]>,
  report: Report,
): void {
  const settled = new Set<string>();
  const follow = (name: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(name)) {
      return [...way.slice(way.indexOf(name)), name];
    }
    if (settled.has(name)) {
      return undefined;
    }
    for (const next of waitsFor.get(name) ?? []) {
      const cycle = follow(next, [...way, name]);
      if (cycle !== undefined) {
        return cycle;
      }
    }
    settled.add(name);
    return undefined;
  };
  for (const { name } of containers) {
    const cycle = follow(name, []);
    if (cycle !== undefined) {
      const first = containers.find((container) => container.name === cycle[0]);
      report(`the containers wait for each other: ${cycle.map(shown).join(' → ')}`, [
        ...(first?.path ?? []),
        'dependsOn',
      ]);
      return;
    }
  }
}
