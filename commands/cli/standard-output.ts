import { EXIT } from './command-failure';

/**
 * What a reader such as `head` that has seen enough makes of standard output, and a terminal that was closed.
 *
 * @see https://man7.org/linux/man-pages/man2/write.2.html#ERRORS
 */
const CLOSED = ['EPIPE', 'EIO'];

let isLost = false;

/**
 * What the command does must not end halfway because its output can no longer be written. From now on it goes on, and in the end the
 * status tells.
 */
export function surviveLostOutput(): void {
  isLost = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.off('error', onError).on('error', onError);
  }
}

/** Has the process end with a status, unless something that it wrote is lost: then that is no success. */
export function endWith(exitCode: number): void {
  process.exitCode = exitCode === EXIT.done && isLost ? EXIT.unwritten : exitCode;
}

/**
 * Writes to standard output.
 *
 * @param otherwise - what is said on standard error if that fails, because nobody would know otherwise
 */
export function writeToStandardOutput(text: string, otherwise?: string): void {
  process.stdout.write(text, (error?: NodeJS.ErrnoException | null) => {
    if (error == null || (otherwise === undefined && isClosed(error))) {
      return;
    }
    lose();
    const { code = 'unknown error' } = error;
    process.stderr.write(
      otherwise === undefined
        ? `The result could not be written to standard output (${code}).\n`
        : `${otherwise}\nThe above could not be written to standard output (${code}).\n`,
    );
  });
}

/** Of what others write, such as the progress on standard error, too. */
function onError(error: NodeJS.ErrnoException): void {
  if (!isClosed(error)) {
    lose();
  }
}

function isClosed({ code = '' }: NodeJS.ErrnoException): boolean {
  return CLOSED.includes(code);
}

function lose(): void {
  isLost = true;
  endWith(Number(process.exitCode ?? EXIT.done));
}
