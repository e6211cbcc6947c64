import type { SecretSource } from './secret-source';

/** A secret that the container finds in a file. */
export interface SecretFile {
  /** The parameter or secret whose value the file contains. */
  readonly source: SecretSource;

  /**
   * Name of the file, 1 to 255 letters, digits, `.`, `-` and `_`. Its directory is `/var/run/secrets/files`.
   */
  readonly fileName: string;
}

/** The directory in which a container finds its secret files; a volume of the task, read-only for the application. */
export const SECRET_FILES_DIRECTORY = '/var/run/secrets/files';

/** The variable that gives the container that writes the files their owner, `uid:gid`. */
export const SECRET_FILES_OWNER_VARIABLE = 'SECRET_FILES_OWNER';

/** A shell and nothing more: the image of the container that writes the files. Public, so that no role needs to pull it. */
export const SECRET_FILES_WRITER_IMAGE =
  'public.ecr.aws/docker/library/busybox@sha256:9db7b59979c38555a39def84a31fb98b5296952f9e3afd4f6f11f05b07adfab0';

/** Delivers a secret as a file: `secretFiles: { GOOGLE_APPLICATION_CREDENTIALS: file('credentials.json', source) }`. */
export function file(fileName: string, source: SecretSource): SecretFile {
  return { fileName, source };
}
