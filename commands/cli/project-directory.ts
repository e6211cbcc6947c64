import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory of this project. Commands run as a bundle, in which no file knows where it was. */
export const PROJECT_DIRECTORY = nearest('cdktf.json', __dirname);

function nearest(file: string, directory: string): string {
  return existsSync(join(directory, file)) ? directory : nearest(file, dirname(directory));
}
