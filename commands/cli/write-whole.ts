import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file whole or not at all: what was there stays until then, and nothing half-written is left.
 *
 * @throws the system's error, with the file as its path: for a full disk it has none
 */
export function writeWhole(file: string, text: string, options: { readonly mode?: number } = {}): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, text, options);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw Object.assign(error as NodeJS.ErrnoException, { path: file });
  }
}
