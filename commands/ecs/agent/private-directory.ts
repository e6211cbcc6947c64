import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory that nobody but this user can look into. */
export interface PrivateDirectory {
  readonly path: string;
  /** Removes it with all that is in it. */
  readonly remove: () => void;
}

/**
 * Makes a directory that does not outlive this process, however that ends: a shell of its own waits for the end of the pipe to this
 * process, and then removes what is still there, also after a SIGKILL. It gets no Ctrl-C of the terminal.
 */
export function createPrivateDirectory(processEnvironment: NodeJS.ProcessEnv): PrivateDirectory {
  const path = mkdtempSync(join(tmpdir(), 'task-'));
  const remover = spawn('sh', ['-c', 'read -r _; rm -rf -- "$1"', 'sh', path], {
    env: { PATH: processEnvironment.PATH },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  remover.unref();
  // It may have ended before the pipe to it is closed.
  remover.stdin.on('error', () => undefined);
  remover.on('error', () => undefined);
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
      remover.stdin.destroy();
    },
  };
}
