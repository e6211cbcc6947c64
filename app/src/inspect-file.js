import { readFile, stat } from 'node:fs/promises';

/**
 * @typedef {{ readable: true, mode: string, content: Buffer }} ReadableFile `mode` is octal, as `chmod` takes it
 * @typedef {{ readable: false, reason: string }} UnreadableFile `reason` is an error code or words, never the path
 */

/**
 * @param {string} path
 * @returns {Promise<ReadableFile | UnreadableFile>}
 */
export async function inspectFile(path) {
  try {
    const stats = await stat(path);
    // Reading a pipe or a device might never end.
    if (!stats.isFile()) return { readable: false, reason: 'not a regular file' };
    const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
    return { readable: true, mode, content: await readFile(path) };
  } catch (error) {
    return { readable: false, reason: error.code };
  }
}
