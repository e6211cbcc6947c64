import { spawn } from 'node:child_process';

/**
 * Has something done when this process has ended, however it ended: a shell of its own waits for the end of the pipe to this process,
 * which also a SIGKILL closes. It gets no Ctrl-C of the terminal. Returns how to call it off.
 *
 * @param script - of the shell, in which `$1` is the argument
 */
export function afterThisProcess(script: string, argument: string): () => void {
  const waiting = spawn('sh', ['-c', `read -r _ && exit; ${script}`, 'sh', argument], {
    env: { PATH: process.env.PATH },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  waiting.unref();
  // It may have ended before something is written to it.
  waiting.stdin.on('error', () => undefined);
  waiting.on('error', () => undefined);
  return () => waiting.stdin.end('\n');
}
