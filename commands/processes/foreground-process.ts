import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

/** How shells end when there is no such program, and when a file is none. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/**
 * Runs a program in place of this one: with its input and outputs, its signals, and this as all of its environment. Returns the exit
 * code that a shell would, which for a signal is 128 and its number.
 */
export async function runInForeground(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  let child: ChildProcess;
  try {
    child = spawn(program, args, { env: environment, stdio: 'inherit' });
  } catch {
    // Some programs are refused at once. The reason is left out: it may quote a variable.
    return NOT_EXECUTABLE;
  }
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  // A terminal sends its Ctrl-C to both; a second one makes many programs give up their tidying.
  const leaveToTerminal = () => (process.stdin.isTTY ? undefined : forward('SIGINT'));
  process.on('SIGINT', leaveToTerminal).on('SIGTERM', forward).on('SIGHUP', forward);
  return new Promise<number>((resolve) => {
    child.once('error', (error) => resolve(isMissing(error) ? NOT_FOUND : NOT_EXECUTABLE));
    child.once('close', (exitCode, signal) =>
      resolve(exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  }).finally(() => {
    process.off('SIGINT', leaveToTerminal).off('SIGTERM', forward).off('SIGHUP', forward);
  });
}

function isMissing(error: Error): boolean {
  return 'code' in error && error.code === 'ENOENT';
}
