import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterThisProcess } from './after-this-process';

/** A directory that nobody but this user can look into. */
export interface PrivateDirectory {
  readonly path: string;
  /** Removes it with all that is in it. */
  readonly remove: () => void;
}

// Programs that are just being ended may still write into it.
const REMOVE = 'for attempt in 1 2 3 4 5 6 7 8 9; do rm -rf -- "$1" && exit; sleep 1; done';

/** Makes a directory that does not outlive this process, however that ends. */
export function createPrivateDirectory(purpose: string): PrivateDirectory {
  const path = mkdtempSync(join(tmpdir(), `${purpose}-`));
  const settle = afterThisProcess(REMOVE, path);
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
      settle();
    },
  };
}
