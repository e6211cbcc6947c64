import { SECRET_FILES_DIRECTORY, SECRET_FILES_OWNER_VARIABLE, SECRET_FILES_WRITER_IMAGE } from '../secrets/secret-file';
import {
  renderLogConfiguration,
  renderSecrets,
  type ContainerDefinition,
  type ContainerReferences,
} from './container-definition';
import { fileSecrets, type TaskEnvironment, type Workload } from './workload';

/** The task volume through which secret files reach the application. */
export const SECRET_FILES_VOLUME = 'secret-files';

/**
 * Fargate has no secret files. So a container of its own receives the secrets, writes them where only the application's user may
 * read them, and ends; the application starts only if it succeeded, and never has the values in its environment. It runs as root,
 * to whom a fresh volume belongs.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
 */
export function renderSecretFilesWriter(
  environment: TaskEnvironment,
  workload: Workload,
  references: ContainerReferences,
): ContainerDefinition {
  const { secretFiles = {}, user = '' } = workload.config;
  const files = fileSecrets(workload);
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
  return {
    name: secretFilesWriterName(workload),
    image: SECRET_FILES_WRITER_IMAGE,
    essential: false,
    command: ['sh', '-c', ['set -eu', 'umask 077', ...write].join('\n')],
    readonlyRootFilesystem: true,
    environment: [
      { name: 'SECRET_FILES_DIRECTORY', value: SECRET_FILES_DIRECTORY },
      { name: SECRET_FILES_OWNER_VARIABLE, value: user },
    ],
    secrets: renderSecrets(files, references),
    mountPoints: [{ sourceVolume: SECRET_FILES_VOLUME, containerPath: SECRET_FILES_DIRECTORY }],
    logConfiguration: renderLogConfiguration(environment, workload),
  };
}

export function secretFilesWriterName(workload: Workload): string {
  return `${workload.name}-secret-files`;
}
