import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

const ZIP_SIGNATURE = Buffer.from('PK\x03\x04');

/** The files below a directory that contain a text; a plan is a zip archive, and is looked into. */
export async function filesHolding(directory: string, text: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(
    files.map(async (file) => {
      const content = await readFile(file);
      const parts = content.subarray(0, 4).equals(ZIP_SIGNATURE) ? Object.values(unzipSync(content)) : [content];
      return parts.some((part) => Buffer.from(part).includes(text)) ? [file] : [];
    }),
  );
  return found.flat();
}
