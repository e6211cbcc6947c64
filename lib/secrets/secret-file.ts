import type { SecretSource } from './secret-source';

/** A secret that the container finds in a file. */
export interface SecretFile {
  readonly source: SecretSource;

  /**
   * Name of the file, 1 to 255 letters, digits, `.`, `-` and `_`. Its directory is `/var/run/secrets/files`.
   */
  readonly fileName: string;
}

/** The directory in which a container finds its secret files; a volume of the task, read-only for the application. */
export const SECRET_FILES_DIRECTORY = '/var/run/secrets/files';

/** Delivers a secret as a file: `secretFiles: { GOOGLE_APPLICATION_CREDENTIALS: file('credentials.json', source) }`. */
export function file(fileName: string, source: SecretSource): SecretFile {
  return { fileName, source };
}
