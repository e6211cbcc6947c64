import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ImageDigests } from '../../lib/tasks/image';
import { CommandFailure } from '../cli/command-failure';
import { writeWhole } from '../cli/write-whole';

/** Where digests are recorded, seen from the project. */
export const DIGESTS_FILE = 'environments/images.json';

const schema = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * Records digests of an environment, by repository. All others stay, and equal records are equal files, in whatever order they were
 * made: what a pull request shows is what has changed.
 *
 * @returns whether anything has changed
 */
export function recordDigests(
  projectDirectory: string,
  environment: string,
  digests: Readonly<Record<string, string>>,
): boolean {
  const file = join(projectDirectory, DIGESTS_FILE);
  const before = readFileSync(file, 'utf8');
  const recorded = parse(before);
  const after = format({ ...recorded, [environment]: { ...recorded[environment], ...digests } });
  if (after === before) {
    return false;
  }
  writeWhole(file, after);
  return true;
}

function parse(text: string): ImageDigests {
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) {
    throw new CommandFailure(
      `${DIGESTS_FILE} is not JSON with digests by environment and repository. Nothing was recorded.`,
      {
        remedy: `Restore it: git checkout -- ${DIGESTS_FILE}`,
      },
    );
  }
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function format(digests: ImageDigests): string {
  const sorted = sortedByKey(
    Object.entries(digests).map(([name, ofOne]) => [name, sortedByKey(Object.entries(ofOne))]),
  );
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

function sortedByKey<T>(entries: [string, T][]): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
