const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes on the Ctrl-C that its program has got already. */
const SAME_MILLISECONDS = 1000;

interface Reactions {
  /** Something is to end, and is waited for. */
  readonly first: () => void;
  /** Somebody does not want to wait for it. */
  readonly again: () => void;
}

/** Runs something that must come to an end of its own when the process is asked to end, as with Ctrl-C. */
export async function untilInterrupted<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { first, again }: Reactions,
): Promise<T> {
  const controller = new AbortController();
  let since: number | undefined;
  const interrupt = () => {
    if (since === undefined) {
      since = Date.now();
      controller.abort();
      first();
    } else if (Date.now() - since > SAME_MILLISECONDS) {
      again();
    }
  };
  SIGNALS.forEach((signal) => process.on(signal, interrupt));
  try {
    return await work(controller.signal);
  } finally {
    SIGNALS.forEach((signal) => process.off(signal, interrupt));
  }
}
