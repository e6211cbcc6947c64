import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { CommandFailure } from '../cli/command-failure';

/**
 * Runs a program in place of this one: with its input and outputs, its signals, and this as all of its environment. Returns the exit
 * code that a shell would, which for a signal is 128 and its number.
 *
 * @param stdout - `2` to have its output on standard error
 * @throws CommandFailure with the exit code that a shell would have, if it cannot be run
 */
export async function runInForeground(
  program: string,
  args: readonly string[],
  processEnvironment: NodeJS.ProcessEnv,
  stdout: 'inherit' | 2 = 'inherit',
): Promise<number> {
  let child: ChildProcess | undefined;
  const forward = (signal: NodeJS.Signals) => child?.kill(signal);
  // A terminal sends its Ctrl-C to both; a second one makes many programs give up their tidying.
  const leaveToTerminal = () => (process.stdin.isTTY ? undefined : forward('SIGINT'));
  // Before it is started: it may do all that it does before this process is given the next turn.
  process.on('SIGINT', leaveToTerminal).on('SIGTERM', forward).on('SIGHUP', forward);
  try {
    child = start(program, args, processEnvironment, stdout);
    return await exitCodeOf(child, program);
  } finally {
    process.off('SIGINT', leaveToTerminal).off('SIGTERM', forward).off('SIGHUP', forward);
  }
}

function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv, stdout: 'inherit' | 2): ChildProcess {
  try {
    return spawn(program, args, { env, stdio: ['inherit', stdout, 'inherit'] });
  } catch {
    throw notExecutable(program); // Some programs are refused at once.
  }
}

function exitCodeOf(child: ChildProcess, program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(isMissing(error) ? notFound(program) : notExecutable(program)));
    child.once('close', (exitCode, signal) =>
      resolve(exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

function notFound(program: string): CommandFailure {
  return new CommandFailure(`${program}: command not found`, { exitCode: 127 });
}

/** The reason is left out: it may quote a variable. */
function notExecutable(program: string): CommandFailure {
  return new CommandFailure(`${program}: cannot be executed`, { exitCode: 126 });
}

function isMissing(error: Error): boolean {
  return 'code' in error && error.code === 'ENOENT';
}
