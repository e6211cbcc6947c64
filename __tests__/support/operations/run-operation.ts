import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line of this directory as a process of its own, without a terminal. */
export function runOperation(
  program: 'secrets' | 'task',
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Ended> {
  const file = join(__dirname, `${program}-command-line.ts`);
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      ['commands/run.mjs', file, ...args],
      { env: { ...process.env, ...environment }, timeout: 60_000 },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : error.code;
        if (typeof exitCode === 'number') {
          resolve({ exitCode, stdout, stderr });
        } else {
          reject(error ?? new Error('It was not started.'));
        }
      },
    );
    child.stdin?.end();
  });
}
