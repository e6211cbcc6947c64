import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeUse } from '../../../lib/environment/secret-inventory';
import { SECRET_FILES_DIRECTORY } from '../../../lib/secrets/secret-file';
import { fileSecrets, injectedSecrets, variableSecrets, type Workload } from '../../../lib/tasks/workload';
import { CommandFailure } from '../../cli/command-failure';
import { createPrivateDirectory } from '../../processes/private-directory';
import type { DeclaredTask } from '../declared-task';
import type { Reader } from './read-as-ecs';
import { resolveAsEcs } from './resolve-as-ecs';

/** What ECS starts the application's container with, on this machine. */
export interface PreparedTask {
  /** Every variable of the container; paths of secret files lead to where the files are here. */
  readonly variables: Readonly<Record<string, string>>;
  /** Names of the variables that contain a secret. */
  readonly secretNames: readonly string[];
  readonly files: readonly PreparedFile[];
  /** Removes the files. They do not outlive this process anyway. */
  readonly remove: () => void;
}

export interface PreparedFile {
  /** The variable that contains its path. */
  readonly variable: string;
  readonly path: string;
  /** As `chmod` takes it. */
  readonly mode: string;
}

/**
 * Does what ECS does before it starts a task's application: reads the secrets of its containers, and has the secret files written.
 * No container is run for it.
 *
 * @throws CommandFailure that names all that ECS could not inject
 */
export async function prepareTask(task: DeclaredTask, reader: Reader): Promise<PreparedTask> {
  const { workload, application } = task;
  const values = await readSecrets(task, reader);
  const valuesOf = (uses: readonly { readonly variable: string }[]) =>
    uses.map(({ variable }) => [variable, values.get(variable) ?? ''] as const);
  const plain = (application.environment ?? []).map(({ name, value }) => [name, value] as const);
  const secrets = Object.fromEntries(valuesOf(variableSecrets(workload)));
  const files = valuesOf(fileSecrets(workload));
  if (files.length === 0) {
    return {
      variables: { ...Object.fromEntries(plain), ...secrets },
      secretNames: Object.keys(secrets),
      files: [],
      remove: () => undefined,
    };
  }

  const directory = createPrivateDirectory('task');
  try {
    return {
      variables: {
        ...Object.fromEntries(plain.map(([name, value]) => [name, pathHere(value, directory.path)])),
        ...secrets,
      },
      secretNames: Object.keys(secrets),
      files: files.map(([variable, value]) => writeFile(workload, variable, value, directory.path)),
      remove: directory.remove,
    };
  } catch (error) {
    directory.remove();
    throw error;
  }
}

/** By variable, which of all the containers only one has. */
async function readSecrets({ workload, arnOf }: DeclaredTask, reader: Reader): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  const problems: string[] = [];
  for (const resolution of await resolveAsEcs(reader, injectedSecrets(workload), arnOf)) {
    const { use } = resolution;
    if ('problem' in resolution) {
      problems.push(`${describeUse(use)}: ${arnOf(use.source)} ${resolution.message}`);
    } else {
      values.set(use.variable, resolution.value);
    }
  }
  if (problems.length > 0) {
    throw new CommandFailure([`ECS could not start ${workload.name}:`, ...new Set(problems)].join('\n'));
  }
  return values;
}

const FILE_MODE = 0o400;

/** Only root may give a file away, so for anybody else it stays their own. */
function writeFile({ config }: Workload, variable: string, value: string, directory: string): PreparedFile {
  const path = join(directory, config.secretFiles?.[variable]?.fileName ?? '');
  writeFileSync(path, value, { mode: FILE_MODE, flag: 'wx' });
  const [uid, gid] = (config.user ?? '').split(':').map(Number);
  if (process.getuid?.() === 0 && uid !== undefined && gid !== undefined) {
    chownSync(path, uid, gid);
  }
  return { variable, path, mode: FILE_MODE.toString(8).padStart(4, '0') };
}

/** Where a path of the container is on this machine. */
function pathHere(value: string, directory: string): string {
  const isInside = value === SECRET_FILES_DIRECTORY || value.startsWith(`${SECRET_FILES_DIRECTORY}/`);
  return isInside ? `${directory}${value.slice(SECRET_FILES_DIRECTORY.length)}` : value;
}
