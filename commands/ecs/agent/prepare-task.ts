import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { CommandFailure } from '../../cli/command-failure';
import { runProcess } from '../../processes/owned-process';
import { containersBefore, type DeployedTask } from '../deployed-task';
import { containerVariables, pathsIn, type Mount } from './container-environment';
import { createPrivateDirectory } from './private-directory';
import type { Reader } from './read-as-ecs';
import { readSecrets } from './read-secrets';

/** What ECS starts the application's container with, on this machine. */
export interface PreparedTask {
  /** Every variable of the container; paths below its volumes lead to where the files are here. */
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
 * Does what ECS does before it starts a task's application: reads the secrets of its containers, and runs those that must have
 * succeeded before.
 *
 * @param processEnvironment - of this process, of which those containers get no more than where programs are
 * @throws CommandFailure where ECS would stop the task
 */
export async function prepareTask(
  task: DeployedTask,
  reader: Reader,
  processEnvironment: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<PreparedTask> {
  const { application } = task;
  const before = containersBefore(task, application);
  const values = await readSecrets(task, reader, [...before, application]);
  const secretsOf = (container: ContainerDefinition) => values.get(container) ?? {};
  if (before.length === 0) {
    const secrets = secretsOf(application);
    return {
      variables: { ...containerVariables(application, []), ...secrets },
      secretNames: Object.keys(secrets),
      files: [],
      remove: () => undefined,
    };
  }

  const directory = createPrivateDirectory(processEnvironment);
  try {
    for (const container of before) {
      const mounts = await mountsOf(container, directory.path);
      const variables = {
        PATH: processEnvironment.PATH,
        ...containerVariables(container, mounts),
        ...secretsOf(container),
      };
      await runToSuccess(container, variables, signal);
    }
    const mounts = await mountsOf(application, directory.path);
    const plain = containerVariables(application, mounts);
    const secrets = secretsOf(application);
    return {
      variables: { ...plain, ...secrets },
      secretNames: Object.keys(secrets),
      files: filesOf(pathsIn(plain, mounts)),
      remove: directory.remove,
    };
  } catch (error) {
    directory.remove();
    throw error;
  }
}

/** A directory for each volume of the task. */
async function mountsOf({ mountPoints = [] }: ContainerDefinition, directory: string): Promise<Mount[]> {
  return Promise.all(
    mountPoints.map(async ({ sourceVolume = '', containerPath = '' }) => {
      const path = join(directory, sourceVolume);
      await mkdir(path, { recursive: true, mode: 0o700 });
      return { containerPath, path };
    }),
  );
}

async function runToSuccess(
  { name = '', entryPoint = [], command = [] }: ContainerDefinition,
  processEnvironment: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<void> {
  const [program, ...args] = [...entryPoint, ...command];
  if (program === undefined) {
    throw new CommandFailure(`The container ${name} has no command, and images are not run here.`);
  }
  // Its output is not shown: it may contain the values.
  const { exitCode } = await runProcess(program, args, { processEnvironment, signal });
  if (exitCode !== 0) {
    throw new CommandFailure(
      `The container ${name}, which must succeed first, ${exitCode === undefined ? 'could not be run' : `ended with ${exitCode}`}.`,
    );
  }
}

function filesOf(paths: Readonly<Record<string, string>>): PreparedFile[] {
  return Object.entries(paths).flatMap(([variable, path]) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? [{ variable, path, mode: (stats.mode & 0o7777).toString(8).padStart(4, '0') }] : [];
  });
}
