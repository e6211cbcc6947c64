import { setTimeout as delay } from 'node:timers/promises';

const POLL_MILLISECONDS = 50;

/** Asks until the answer is yes. Returns whether it was, within the time. */
export async function waitUntil(
  isReady: () => Promise<boolean>,
  { seconds, signal }: { readonly seconds: number; readonly signal?: AbortSignal },
): Promise<boolean> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await isReady()) {
      return true;
    }
    await delay(POLL_MILLISECONDS, undefined, { signal });
  }
  return false;
}
