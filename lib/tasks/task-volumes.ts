import { SECRET_FILES_WRITER_IMAGE } from '../secrets/secret-file';
import type { ContainerDefinition, MountPoint } from './container-definition';
import { cloudWatchLogs } from './log-configuration';
import { secretFilesVolume } from './secret-files-writer';
import {
  declaredContainers,
  fileSecrets,
  opensExecChannels,
  type DeclaredContainer,
  type TaskEnvironment,
  type Workload,
} from './workload';

/** A volume of a task on which containers may write. */
interface WritableVolume {
  readonly name: string;
  /** Where it is in every container that has it. */
  readonly path: string;
  readonly writers: readonly string[];
  readonly readers: readonly string[];
}

/**
 * What the agent of ECS Exec writes in a container, which otherwise must not be read-only. AWS does not document it: it was found by
 * those who use it.
 *
 * @see https://github.com/aws/containers-roadmap/issues/1359
 */
export const EXEC_AGENT_PATHS = ['/managed-agents', '/var/lib/amazon/ssm', '/var/log/amazon/ssm'];

/** Names of all the volumes that a task has. */
export function volumeNames(environment: TaskEnvironment, workload: Workload): string[] {
  return [
    ...declaredContainers(workload).flatMap((container) => [
      ...(fileSecrets(container).length > 0 ? [secretFilesVolume(container.name)] : []),
      ...execAgentMounts(environment, container).map(({ sourceVolume }) => sourceVolume),
    ]),
    ...writableVolumes(workload).map(({ name }) => name),
  ];
}

/** The writable directories of a container, and those that others let it read. */
export function mountPoints(environment: TaskEnvironment, container: DeclaredContainer): MountPoint[] {
  const shared = volumesOf(container).map(({ name, path, writers }): MountPoint => ({
    sourceVolume: name,
    containerPath: path,
    ...(!writers.includes(container.name) && { readOnly: true }),
  }));
  return [...shared, ...execAgentMounts(environment, container)].sort((a, b) =>
    a.containerPath < b.containerPath ? -1 : 1,
  );
}

/** Whether a container has directories on volumes that must be prepared. */
export function isGivenVolumes(container: DeclaredContainer): boolean {
  return volumesOf(container).length > 0;
}

/**
 * A fresh volume belongs to root, and the containers should not run as root. So a container of its own opens the volumes to every user
 * of those containers that have them, and ends; they start after it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
 */
export function renderVolumesPreparer(environment: TaskEnvironment, workload: Workload): ContainerDefinition[] {
  const volumes = writableVolumes(workload);
  if (volumes.length === 0) {
    return [];
  }
  const mounts = volumes.map(({ name }): MountPoint => ({ sourceVolume: name, containerPath: `/volumes/${name}` }));
  return [
    {
      name: volumesPreparerName(workload),
      image: SECRET_FILES_WRITER_IMAGE,
      essential: false,
      // As /tmp: everybody may write, and nobody removes what is another's.
      command: ['chmod', '1777', ...mounts.map(({ containerPath }) => containerPath)],
      readonlyRootFilesystem: true,
      mountPoints: mounts,
      logConfiguration: cloudWatchLogs(environment, workload),
    },
  ];
}

export function volumesPreparerName({ name }: Pick<Workload, 'name'>): string {
  return `${name}-volumes`;
}

function volumesOf({ workload, name }: DeclaredContainer): WritableVolume[] {
  return writableVolumes(workload).filter(({ writers, readers }) => writers.includes(name) || readers.includes(name));
}

function writableVolumes(workload: Workload): WritableVolume[] {
  return declaredContainers(workload).flatMap(({ name: owner, config }) =>
    (config.writablePaths ?? [])
      .map((declared) => (typeof declared === 'string' ? { path: declared } : declared))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ path, writableBy = [], readableBy = [] }, index) => ({
        name: `${owner}-writable-${index + 1}`,
        path,
        writers: [owner, ...writableBy],
        readers: readableBy,
      })),
  );
}

function execAgentMounts(environment: TaskEnvironment, { workload, name, config }: DeclaredContainer): MountPoint[] {
  return opensExecChannels(environment, workload) && config.readonlyRootFilesystem !== false
    ? EXEC_AGENT_PATHS.map((containerPath, index) => ({ sourceVolume: `${name}-exec-${index + 1}`, containerPath }))
    : [];
}
