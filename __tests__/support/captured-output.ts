export interface Captured<T> {
  readonly result: T;
  /** As the process would end. */
  readonly exitCode: typeof process.exitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs something in this process, and gives what it writes and how it would end in place of that. */
export async function capturing<T>(work: () => Promise<T>): Promise<Captured<T>> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  try {
    const result = await work();
    return { result, exitCode: process.exitCode, ...written };
  } finally {
    process.exitCode = undefined;
    spies.forEach((spy) => spy.mockRestore());
  }
}
