import type { SharedPath } from '../../lib/tasks/container-config';
import { SECRET_FILES_DIRECTORY } from '../../lib/secrets/secret-file';
import { EXEC_AGENT_PATHS } from '../../lib/tasks/task-volumes';
import type { NamedContainer } from './adoption';
import { leaveOutOthers, type LeaveOut } from './left-out';
import type { TaskDefinition } from './task-definition';

/** The writable directories that each container declares, by its name in the declaration. */
export type WritablePaths = ReadonlyMap<string, readonly (string | SharedPath)[]>;

interface Mount extends NamedContainer {
  readonly path: string;
  readonly readOnly: boolean;
}

const OF_THE_STACK = [SECRET_FILES_DIRECTORY, ...EXEC_AGENT_PATHS];

/**
 * Empty directories of a task that its containers share.
 *
 * @param containers - those that are declared
 */
export function adoptVolumes(
  volumes: NonNullable<TaskDefinition['volumes']>,
  containers: readonly NamedContainer[],
  leaveOut: LeaveOut,
): WritablePaths {
  const paths = new Map<string, (string | SharedPath)[]>();
  const known = new Set<string>();
  for (const { name, ...settings } of volumes) {
    known.add(name);
    const isEmpty = Object.keys(settings).length === 0;
    leaveOutOthers(settings, { field: ['volumes', name], at: [], leaveOut });
    const mounts = mountsOf(name, containers, isEmpty, leaveOut);
    const owner = mounts.find(
      ({ declaredName, readOnly }) => !readOnly && name.startsWith(`${declaredName}-writable-`),
    );
    const writer = owner ?? mounts.find(({ readOnly }) => !readOnly);
    if (writer === undefined) {
      mounts.forEach((mount) => leaveOutMount(mount, name, 'no container writes there', leaveOut));
      continue;
    }
    const others = mounts.filter((mount) => mount !== writer);
    const shared = others.filter(({ path }) => path === writer.path);
    for (const mount of others.filter(({ path }) => path !== writer.path)) {
      leaveOutMount(mount, name, 'a directory that containers share is at the same place in all of them', leaveOut);
    }
    paths.set(writer.declaredName, [...(paths.get(writer.declaredName) ?? []), sharedPath(writer.path, shared)]);
  }
  for (const { container, at } of containers) {
    for (const mount of container.mountPoints ?? []) {
      if (!known.has(mount.sourceVolume ?? '')) {
        const field = ['containerDefinitions', container.name, 'mountPoints', mount.containerPath ?? ''];
        leaveOut({ field, at, value: mount, message: 'the task has no such volume' });
      }
    }
  }
  return paths;
}

/** Where an empty volume is mounted, but for what the stack itself mounts. */
function mountsOf(
  volume: string,
  containers: readonly NamedContainer[],
  isEmpty: boolean,
  leaveOut: LeaveOut,
): Mount[] {
  return containers.flatMap((named) =>
    (named.container.mountPoints ?? [])
      .filter(({ sourceVolume }) => sourceVolume === volume)
      .flatMap(({ sourceVolume: _volume, containerPath: path = '', readOnly = false, ...others }) => {
        const mount = { ...named, path, readOnly };
        const field = ['containerDefinitions', named.container.name, 'mountPoints', path];
        leaveOutOthers(others, { field, at: named.at, leaveOut });
        const problem = isEmpty ? undefined : 'its volume is left out';
        const own = OF_THE_STACK.includes(path) ? 'the stack itself mounts there what is needed' : undefined;
        const message = problem ?? own;
        if (message !== undefined) {
          leaveOutMount(mount, volume, message, leaveOut);
        }
        return message === undefined ? [mount] : [];
      }),
  );
}

function leaveOutMount(
  { container, at, path, readOnly }: Mount,
  volume: string,
  message: string,
  leaveOut: LeaveOut,
): void {
  leaveOut({
    field: ['containerDefinitions', container.name, 'mountPoints', path],
    at,
    value: { sourceVolume: volume, containerPath: path, readOnly },
    message,
  });
}

function sharedPath(path: string, others: readonly Mount[]): string | SharedPath {
  const names = (isReader: boolean) =>
    others.filter(({ readOnly }) => readOnly === isReader).map(({ declaredName }) => declaredName);
  const [readableBy, writableBy] = [names(true), names(false)];
  return others.length === 0
    ? path
    : { path, ...(readableBy.length > 0 && { readableBy }), ...(writableBy.length > 0 && { writableBy }) };
}
