import { CommandFailure, EXIT } from '../cli/command-failure';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes on the Ctrl-C that its program has got already. */
const SAME_MILLISECONDS = 1000;

interface Reactions {
  /**
   * Asks whoever pressed Ctrl-C whether to go on after all.
   *
   * @default - it never goes on
   */
  readonly goesOn?: (signal: NodeJS.Signals) => Promise<boolean>;
  /** Something is to end, and is waited for. */
  readonly first: () => void;
  /** Somebody does not want to wait for it. */
  readonly again: () => void;
}

/** Runs something that must come to an end of its own when the process is asked to end, as with Ctrl-C. */
export async function untilInterrupted<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { goesOn, first, again }: Reactions,
): Promise<T> {
  const controller = new AbortController();
  let since: number | undefined;
  const interrupt = (name: NodeJS.Signals) => {
    if (since === undefined) {
      since = Date.now();
      void end(name);
    } else if (Date.now() - since > SAME_MILLISECONDS) {
      again();
    }
  };
  const end = async (name: NodeJS.Signals) => {
    if (goesOn !== undefined && (await goesOn(name))) {
      since = undefined;
      return;
    }
    controller.abort();
    first();
  };
  SIGNALS.forEach((signal) => process.on(signal, interrupt));
  try {
    return await work(controller.signal);
  } finally {
    SIGNALS.forEach((signal) => process.off(signal, interrupt));
  }
}

/**
 * Runs something that changes nothing, and can be given up at any time. Terraform is waited for even so: killed, it would leave a
 * lock on the state, and its provider running.
 *
 * @throws CommandFailure with exit code 130, if it was given up
 */
export async function untilGivenUp<T>(
  work: (signal: AbortSignal) => Promise<T>,
  note: (text: string) => void,
): Promise<T> {
  return untilInterrupted(
    async (signal) => {
      try {
        return await work(signal);
      } catch (error) {
        throw signal.aborted
          ? new CommandFailure('Interrupted: nothing was changed.', { exitCode: EXIT.interrupted })
          : error;
      }
    },
    {
      first: () => note('Ending. Terraform releases the lock of the state: wait for it.'),
      again: () => process.exit(EXIT.interrupted),
    },
  );
}
