const CTRL_C = 3;

let hidden = false;

/**
 * From now on a terminal shows nothing of what is typed, and takes it for no answer: somebody may paste a value before it is asked
 * for. Ctrl-C still ends the command.
 */
export function hideTyping(): void {
  if (process.stdin.isTTY && !hidden) {
    hidden = true;
    process.stdin.setRawMode(true).on('data', discard);
    // It must not keep the command from ending.
    process.stdin.unref();
  }
}

/** As it was. */
export function showTyping(): void {
  if (hidden) {
    stopDiscarding();
    process.stdin.setRawMode(false).pause();
  }
}

/** Lets a prompt have what is typed meanwhile. */
export async function whileAsking<T>(prompt: () => Promise<T>): Promise<T> {
  stopDiscarding();
  try {
    return await prompt();
  } finally {
    hideTyping();
  }
}

function stopDiscarding(): void {
  hidden = false;
  process.stdin.off('data', discard).ref();
}

/** In this mode a terminal sends no signal. */
function discard(typed: Buffer): void {
  if (typed.includes(CTRL_C)) {
    showTyping();
    process.kill(process.pid, 'SIGINT');
  }
}
