import { ConfigurationError } from '../../lib/environment/validate-environments';

/** How a command ends; the same for all of them, and part of every command's help. */
export const EXIT = {
  done: 0,
  /** There is something to correct: findings, a refused value, a failed write or deployment. */
  findings: 1,
  /** It could not be done: usage, configuration, tools, credentials, account, access, or no confirmation. */
  notDone: 2,
  /**
   * Done, but the result could not be written: nobody has read it. What was changed is said on standard error.
   *
   * @see https://man.freebsd.org/cgi/man.cgi?query=sysexits - EX_IOERR
   */
  unwritten: 74,
  /** Ended with Ctrl-C, as a shell reports it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface FailureDetails {
  /**
   * One of `EXIT`, or that of a shell for a program that could not be run.
   *
   * @default EXIT.notDone
   */
  readonly exitCode?: number;
  /** @default - the message says it all */
  readonly remedy?: string;
}

/** Why a command ended early, in words for the person who ran it. Never contains the value of a secret. */
export class CommandFailure extends Error {
  override readonly name: string = 'CommandFailure';
  readonly exitCode: number;
  /** What to do about it. */
  readonly remedy: string | undefined;

  constructor(message: string, { exitCode = EXIT.notDone, remedy }: FailureDetails = {}) {
    super(message);
    this.exitCode = exitCode;
    this.remedy = remedy;
  }
}

/** The failure that anything thrown means for the person who ran the command. */
export function commandFailure(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) {
    return error;
  }
  if (error instanceof ConfigurationError) {
    return new CommandFailure(error.message);
  }
  if (error instanceof Error && error.name === 'ExitPromptError') {
    return new CommandFailure('Interrupted: nothing was changed.', { exitCode: EXIT.interrupted });
  }
  const systemFailure = systemFailureOf(error);
  if (systemFailure !== undefined) {
    return systemFailure;
  }
  // The message of an unknown error could quote a value, so only its name and place are shown.
  const place = error instanceof Error ? /\n\s+at ([^\n]+)/.exec(error.stack ?? '')?.[1] : undefined;
  const name = error instanceof Error ? error.name : 'error';
  return new CommandFailure(`Unexpected ${name}${place === undefined ? '' : ` at ${place}`}. Please report it.`);
}

/** What the system refuses for a reason that the person who ran the command can remove, and how. */
const SYSTEM_PROBLEMS: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  ENOSPC: ['No space is left on the disk', 'Free some space and run the command again.'],
  EDQUOT: ['The disk quota is used up', 'Free some space and run the command again.'],
  EROFS: ['The file system is read-only', 'Run the command where it may write.'],
  EACCES: ['Access is denied', 'Change the permissions, or run the command where it may write.'],
  EMFILE: ['Too many files are open', 'Raise the limit (`ulimit -n`) and run the command again.'],
};

/** Says what the system refused and where, if it is the system's fault: its errors have a path, and never a value. */
function systemFailureOf(error: unknown): CommandFailure | undefined {
  const isOfSystem = typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
  if (!isOfSystem || typeof error.code !== 'string') {
    return undefined;
  }
  const [problem, remedy] = SYSTEM_PROBLEMS[error.code] ?? [];
  // Of a copy, the place is where it was to be made.
  const path = 'dest' in error ? error.dest : 'path' in error ? error.path : undefined;
  const place = typeof path === 'string' ? `: ${path}` : '.';
  return problem === undefined ? undefined : new CommandFailure(`${problem} (${error.code})${place}`, { remedy });
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
