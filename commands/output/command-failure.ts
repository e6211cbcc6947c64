/** How a command ends; every command documents these in its help. */
export const EXIT = {
  done: 0,
  /** There is something to put right: findings, a value that was refused, a write that failed. */
  findings: 1,
  /** Nothing was done: usage, configuration, credentials, account, access, or no confirmation. */
  notDone: 2,
  /** Ended with Ctrl-C, as a shell reports it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Why a command ended early, in words for the person who ran it. Never holds the value of a secret. */
export class CommandFailure extends Error {
  override readonly name: string = 'CommandFailure';

  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.notDone,
  ) {
    super(message);
  }
}
