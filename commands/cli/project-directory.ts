import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory of this project. Commands run as a bundle, in which no file knows where it was. */
export const PROJECT_DIRECTORY = nearest('cdktf.json', __dirname);

/** Where the states are that are files of the checkout. */
export const STATE_FILES = '.terraform-state';

/** Throws the system's error if nothing can be written into a directory, or where it would be made. */
export function requireWritable(directory: string): void {
  accessSync(existsSync(directory) ? directory : dirname(directory), constants.W_OK);
}

/** Whether something can be written into a directory, or where it would be made: a checkout may be read-only. */
export function isWritable(directory: string): boolean {
  try {
    requireWritable(directory);
    return true;
  } catch {
    return false;
  }
}

function nearest(file: string, directory: string): string {
  return existsSync(join(directory, file)) ? directory : nearest(file, dirname(directory));
}
