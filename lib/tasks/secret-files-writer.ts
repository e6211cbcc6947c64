import { SECRET_FILES_DIRECTORY, SECRET_FILES_OWNER_VARIABLE, SECRET_FILES_WRITER_IMAGE } from '../secrets/secret-file';
import { renderSecrets, type ContainerDefinition, type ContainerReferences } from './container-definition';
import { cloudWatchLogs } from './log-configuration';
import { fileSecrets, type DeclaredContainer, type TaskEnvironment } from './workload';

/**
 * Fargate has no secret files. So for each container that has some, one of its own receives the secrets, writes them where only that
 * container's user may read them, and ends; the container starts only if it succeeded, and never has the values in its environment.
 * It runs as root, to whom a fresh volume belongs.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
 */
export function renderSecretFilesWriter(
  environment: TaskEnvironment,
  container: DeclaredContainer,
  references: ContainerReferences,
): ContainerDefinition[] {
  const { workload, name, config } = container;
  const { secretFiles = {}, user = '' } = config;
  const files = fileSecrets(container);
  if (files.length === 0) {
    return [];
  }
  // Separate commands: `set -e` would overlook a failure before an `&&`, and the task would start without its file.
  const write = files.flatMap(({ variable }) => {
    const path = `"$SECRET_FILES_DIRECTORY/${secretFiles[variable]?.fileName ?? ''}"`;
    return [
      // Not `echo`, which adds a line end and, in some shells, reads backslashes.
      `printf '%s' "$${variable}" > ${path}`,
      `chmod 400 ${path}`,
      `chown "$${SECRET_FILES_OWNER_VARIABLE}" ${path}`,
    ];
  });
  return [
    {
      name: secretFilesWriterName(name),
      image: SECRET_FILES_WRITER_IMAGE,
      essential: false,
      command: ['sh', '-c', ['set -eu', 'umask 077', ...write].join('\n')],
      readonlyRootFilesystem: true,
      environment: [
        { name: 'SECRET_FILES_DIRECTORY', value: SECRET_FILES_DIRECTORY },
        { name: SECRET_FILES_OWNER_VARIABLE, value: user },
      ],
      secrets: renderSecrets(files, references),
      mountPoints: [{ sourceVolume: secretFilesVolume(name), containerPath: SECRET_FILES_DIRECTORY }],
      logConfiguration: cloudWatchLogs(environment, workload),
    },
  ];
}

export function secretFilesWriterName(container: string): string {
  return `${container}-secret-files`;
}

/** Name of the task volume through which secret files reach a container. */
export function secretFilesVolume(container: string): string {
  return `${container}-secret-files`;
}
