import { execSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

export interface Measured {
  /** The median of the rounds. */
  readonly milliseconds: number;
  /** What the command printed last. */
  readonly stdout: string;
}

/** Runs commands of a shell in turn, round by round, so that whatever else the machine does falls on all of them. */
export function sideBySide<Name extends string>(
  commands: Readonly<Record<Name, string>>,
  { rounds, directory, env }: { readonly rounds: number; readonly directory: string; readonly env: NodeJS.ProcessEnv },
): Record<Name, Measured> {
  const runs = Object.entries<string>(commands).map(([name, command]) => {
    const times: number[] = [];
    return { name, command, times, stdout: '' };
  });
  // The first round fills the caches of the file system.
  for (let round = 0; round <= rounds; round++) {
    for (const run of runs) {
      const start = performance.now();
      run.stdout = execSync(run.command, { cwd: directory, env, encoding: 'utf8' });
      if (round > 0) {
        run.times.push(performance.now() - start);
      }
    }
  }
  return Object.fromEntries(
    runs.map(({ name, times, stdout }) => [name, { milliseconds: median(times), stdout }]),
  ) as Record<Name, Measured>;
}

/** The one in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
