import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { shown } from '../../../lib/validation/messages';
import { CommandFailure } from '../../cli/command-failure';

/**
 * Writes a page whole or not at all.
 *
 * @returns where it is
 * @throws CommandFailure if it cannot be written there; what was there stays as it is
 */
export async function writePage(file: string, page: string): Promise<string> {
  const path = resolve(file);
  const unfinished = `${path}.${process.pid}`;
  try {
    await refuseOther(path);
    await writeFile(unfinished, page, { flag: 'wx' });
    await rename(unfinished, path);
    return path;
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw new CommandFailure(`The page could not be written to ${shown(path)}: ${reason(error)}.`, {
      remedy: 'Choose a file in a directory that exists and may be written to: --html review.html',
    });
  }
}

/** A directory, a link, or a device such as /dev/stdout must not be replaced by a file. */
async function refuseOther(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isFile() === false) {
    throw new Error('it is there already, and is no ordinary file');
  }
}

function reason(error: unknown): string {
  const { code = '', message = 'unknown reason' } = error as Partial<NodeJS.ErrnoException>;
  const known: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOENT: 'its directory does not exist',
    ENOTDIR: 'it is said to be in a directory that is none',
    ENOSPC: 'no space is left',
  };
  return known[code] ?? message;
}
