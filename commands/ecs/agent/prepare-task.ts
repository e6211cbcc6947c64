import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeContainer, describeUse } from '../../../lib/environment/secret-inventory';
import type { ContainerDefinition } from '../../../lib/tasks/container-definition';
import { SECRET_FILES_DIRECTORY } from '../../../lib/secrets/secret-file';
import {
  declaredContainers,
  fileSecrets,
  injectedSecrets,
  logOptionSecrets,
  variableSecrets,
  type DeclaredContainer,
} from '../../../lib/tasks/workload';
import { CommandFailure } from '../../cli/command-failure';
import { createPrivateDirectory, type PrivateDirectory } from '../../processes/private-directory';
import type { DeclaredTask } from '../declared-task';
import type { Reader } from './read-as-ecs';
import { resolveAsEcs } from './resolve-as-ecs';

/** The containers of a task, as ECS would start them, on this machine. */
export interface PreparedTask {
  readonly containers: readonly PreparedContainer[];
  /** Removes what is on their volumes. That does not outlive this process anyway. */
  readonly remove: () => void;
}

/** What ECS starts a container with. Paths on its volumes lead to where they are here. */
export interface PreparedContainer {
  readonly definition: ContainerDefinition;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  /** Every variable of the container. */
  readonly variables: Readonly<Record<string, string>>;
  /** Names of the variables that contain a secret; of the log router, also those of the options of the logs. */
  readonly secretNames: readonly string[];
  readonly files: readonly PreparedFile[];
}

export interface PreparedFile {
  /** The variable that contains its path. */
  readonly variable: string;
  readonly path: string;
  /** As `chmod` takes it. */
  readonly mode: string;
}

/**
 * Does what ECS does before it starts the containers of a task: reads their secrets, makes their volumes, and has the secret files
 * written. No container is run for it.
 *
 * @param names - of the containers; the secrets of others are not read
 * @throws CommandFailure that names all that ECS could not inject
 */
export async function prepareTask(
  task: DeclaredTask,
  reader: Reader,
  names: readonly string[] = declaredContainers(task.workload).map(({ name }) => name),
): Promise<PreparedTask> {
  const containers = declaredContainers(task.workload).filter(({ name }) => names.includes(name));
  const values = await readSecrets(task, reader, names);
  const volumes = new TaskVolumes();
  try {
    return {
      containers: containers.map((container) => prepareContainer(task, container, values, volumes)),
      remove: () => volumes.remove(),
    };
  } catch (error) {
    volumes.remove();
    throw error;
  }
}

type ReadValues = ReadonlyMap<string, string>;

/** By container and variable. */
async function readSecrets(
  { workload, arnOf }: DeclaredTask,
  reader: Reader,
  names: readonly string[],
): Promise<ReadValues> {
  const values = new Map<string, string>();
  const problems: string[] = [];
  const uses = injectedSecrets(workload).filter(({ container }) => names.includes(container));
  for (const resolution of await resolveAsEcs(reader, uses, arnOf)) {
    const { use } = resolution;
    if ('problem' in resolution) {
      problems.push(`${describeUse(use)}: ${arnOf(use.source)} ${resolution.message}`);
    } else {
      values.set(valueKey(use), resolution.value);
    }
  }
  if (problems.length > 0) {
    throw new CommandFailure([`ECS could not start ${workload.name}:`, ...new Set(problems)].join('\n'));
  }
  return values;
}

function valueKey({ container, variable }: { readonly container: string; readonly variable: string }): string {
  return `${container} ${variable}`;
}

function prepareContainer(
  { workload, containers }: DeclaredTask,
  container: DeclaredContainer,
  values: ReadValues,
  volumes: TaskVolumes,
): PreparedContainer {
  const definition = containers.find(({ name }) => name === container.name);
  if (definition === undefined) {
    throw new Error(`${describeContainer(workload, container.name)} is not rendered`);
  }
  const valueOf = (variable: string) => values.get(valueKey({ container: container.name, variable })) ?? '';
  const secrets = variableSecrets(container).map(({ variable }) => [variable, valueOf(variable)] as const);
  const here = (text: string) => volumes.pathHere(definition, text);
  const plain = (definition.environment ?? []).map(({ name, value }) => [name, here(value)] as const);
  return {
    definition,
    entryPoint: definition.entryPoint?.map(here),
    command: definition.command?.map(here),
    variables: Object.fromEntries([...plain, ...secrets]),
    secretNames: [
      ...secrets.map(([variable]) => variable),
      ...(container.kind === 'logRouter' ? logOptionSecrets(workload).map(({ variable }) => variable) : []),
    ],
    files: fileSecrets(container).map(({ variable }) => {
      const { fileName = '' } = container.config.secretFiles?.[variable] ?? {};
      return writeFile(here(`${SECRET_FILES_DIRECTORY}/${fileName}`), variable, valueOf(variable), container);
    }),
  };
}

/** The directories that stand for the volumes of a task, made when something first refers to one. */
class TaskVolumes {
  private directory: PrivateDirectory | undefined;

  /** Where a path of a container is on this machine. */
  pathHere({ name, mountPoints = [], linuxParameters = {} }: ContainerDefinition, path: string): string {
    const { tmpfs = [] } = linuxParameters;
    const mounts = [
      ...mountPoints,
      ...tmpfs.map(({ containerPath }, index) => ({ sourceVolume: `${name}-tmpfs-${index}`, containerPath })),
    ];
    const mount = mounts.find(({ containerPath }) => path === containerPath || path.startsWith(`${containerPath}/`));
    if (mount === undefined) {
      return path;
    }
    this.directory ??= createPrivateDirectory('task');
    const volume = join(this.directory.path, mount.sourceVolume);
    mkdirSync(volume, { recursive: true, mode: 0o700 });
    return `${volume}${path.slice(mount.containerPath.length)}`;
  }

  remove(): void {
    this.directory?.remove();
  }
}

const FILE_MODE = 0o400;

/** Only root may give a file away, so for anybody else it stays their own. */
function writeFile(path: string, variable: string, value: string, { config }: DeclaredContainer): PreparedFile {
  writeFileSync(path, value, { mode: FILE_MODE, flag: 'wx' });
  const [uid, gid] = (config.user ?? '').split(':').map(Number);
  if (process.getuid?.() === 0 && uid !== undefined && gid !== undefined) {
    chownSync(path, uid, gid);
  }
  return { variable, path, mode: FILE_MODE.toString(8).padStart(4, '0') };
}
