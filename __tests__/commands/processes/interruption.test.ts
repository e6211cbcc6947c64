import { EXIT } from '../../../commands/cli/command-failure';
import { untilGivenUp } from '../../../commands/processes/interruption';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const listeners = () => SIGNALS.map((signal) => process.listenerCount(signal));

/** Ends when it is asked to, as Terraform does once it has released its lock. */
const untilAsked = (signal: AbortSignal) =>
  new Promise<string>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('Terraform was interrupted, and released the lock.')));
  });

describe('what changes nothing', () => {
  it.each(SIGNALS)('is waited for at %s, and then said to be interrupted', async (name) => {
    const before = listeners();
    const notes: string[] = [];
    const given = untilGivenUp(untilAsked, (text) => notes.push(text));
    process.emit(name);
    await expect(given).rejects.toMatchObject({
      message: 'Interrupted: nothing was changed.',
      exitCode: EXIT.interrupted,
    });
    expect(notes).toEqual(['Ending. Terraform releases the lock of the state: wait for it.']);
    expect(listeners()).toEqual(before);
  });

  it('fails as it does without a signal', async () => {
    const fails = () => Promise.reject(new Error('no bucket'));
    await expect(untilGivenUp(fails, () => undefined)).rejects.toThrow('no bucket');
  });
});
