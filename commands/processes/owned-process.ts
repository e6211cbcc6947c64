import { afterThisProcess } from './after-this-process';
import { killProcessTree } from './process-tree';

/** Process ids that still have to be ended when this program exits, for whatever reason. */
const running = new Set<number>();

process.on('exit', () => {
  for (const pid of running) {
    killProcessTree(pid);
  }
});

export interface ProcessSettings {
  readonly directory?: string;
  /** All of its environment: nothing is inherited. */
  readonly processEnvironment: NodeJS.ProcessEnv;
  /** A file to which everything that it writes is appended; it is complete when the process has ended. */
  readonly logFile?: string;
  /** Gets every line that it writes, as it comes. */
  readonly onLine?: (line: string) => void;
  /** Ends it when aborted. */
  readonly signal?: AbortSignal;
  /**
   * What it reads on standard input, such as a password, which nobody sees there.
   *
   * @default - a pipe in which nothing comes, and which closes when this process is gone
   */
  readonly input?: string;
}

export interface ProcessResult {
  /** Undefined if it was killed or could not be started. */
  readonly exitCode: number | undefined;
  /** What it wrote on standard output and standard error. */
  readonly output: string;
  readonly standardOutput: string;
  /** What it wrote on standard error. */
  readonly errors: string;
  /** Why its log could not be written, such as for a full disk. It was ended then. */
  readonly logFailure?: Error;
}

export interface OwnedProcess {
  /** Undefined if it could not be started. */
  readonly pid: number | undefined;
  /** Never rejects. */
  readonly ended: Promise<ProcessResult>;
  hasEnded(): boolean;
  /** Ends it and everything that it started. Does nothing if it has ended. */
  stop(): void;
  /** Asks it to end, as Ctrl-C does; what it started is left to it. */
  interrupt(): void;
}

/**
 * Starts a process that does not outlive this one, however that ends. It gets no Ctrl-C of the terminal: whoever started it decides when it ends.
 */
export async function startProcess(
  file: string,
  args: readonly string[],
  { directory, processEnvironment, logFile, onLine, signal, input }: ProcessSettings,
): Promise<OwnedProcess> {
  // Loaded late, because most runs of most commands start nothing.
  const { execa } = await import('execa');
  signal?.throwIfAborted();
  const writeLine = function* (line: unknown) {
    onLine?.(String(line));
    yield line;
  };
  const log = logFile === undefined ? [] : [{ file: logFile, append: true } as const];
  const subprocess = execa(file, args, {
    cwd: directory,
    env: processEnvironment,
    extendEnv: false,
    detached: true,
    reject: false,
    stdin: 'pipe',
    stdout: [writeLine, 'pipe', ...log],
    stderr: [writeLine, 'pipe', ...log],
    all: true,
  });
  if (input !== undefined) {
    // It may end without reading it.
    subprocess.stdin.on('error', () => undefined).end(input);
  }
  const { pid } = subprocess;
  // The group is enough then: a pseudo-terminal that its owner is gone from hangs up on the programs that run in it.
  const callOff = pid === undefined ? undefined : afterThisProcess('kill -s KILL -- "-$1"', `${pid}`);
  if (pid !== undefined) {
    running.add(pid);
  }
  const stop = () => {
    if (pid !== undefined && running.delete(pid)) {
      killProcessTree(pid);
    }
  };
  signal?.addEventListener('abort', stop);
  let over = false;
  const ended = subprocess.then(({ exitCode, all, stdout, stderr, shortMessage, cause }) => {
    over = true;
    callOff?.();
    signal?.removeEventListener('abort', stop);
    if (pid !== undefined) {
      running.delete(pid);
    }
    return {
      exitCode,
      output: exitCode === undefined ? `${all}\n${shortMessage}` : all,
      standardOutput: stdout,
      errors: stderr,
      logFailure: isOfWriting(cause) ? cause : undefined,
    };
  });
  return { pid, ended, hasEnded: () => over, stop, interrupt: () => void subprocess.kill('SIGINT') };
}

/**
 * Runs a process to its end.
 *
 * @throws the signal's reason, if it was aborted meanwhile, or why its log could not be written
 */
export async function runProcess(
  file: string,
  args: readonly string[],
  settings: ProcessSettings,
): Promise<ProcessResult> {
  const { ended } = await startProcess(file, args, settings);
  const result = await ended;
  settings.signal?.throwIfAborted();
  if (result.logFailure !== undefined) {
    throw result.logFailure;
  }
  return result;
}

function isOfWriting(cause: unknown): cause is Error {
  return typeof cause === 'object' && cause !== null && 'syscall' in cause && cause.syscall === 'write';
}
