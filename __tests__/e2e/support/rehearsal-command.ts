import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { waitUntil } from '../../../commands/processes/wait-until';

const projectDirectory = resolve(__dirname, '../../..');

/** The command `npm start`, running in an environment and with a directory for temporary files of its own. */
export interface RunningCommand {
  /** Waits until this is on standard error or standard output. */
  sees(text: string): Promise<boolean>;
  /** What was on standard output and standard error so far. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<{ exitCode: number | undefined; stdout: string; stderr: string }>;
  /** What it left behind: files, and the command lines of processes. */
  leftovers(): Promise<string[]>;
  /** The id of one of its processes, by a part of its command line. */
  process(name: string): number | undefined;
  clear(): Promise<void>;
}

export async function startRehearsal(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  start: readonly [string, ...string[]] = [process.execPath, 'commands/run.mjs', 'commands/rehearse.ts'],
): Promise<RunningCommand> {
  const temporary = await mkdtemp(join(tmpdir(), 'rehearsal-test-'));
  const [program, ...programArgs] = start;
  const command = execa(program, [...programArgs, ...args], {
    cwd: projectDirectory,
    // Jest tells its workers whether to use colours, which changes how progress is shown.
    env: { FORCE_COLOR: undefined, NO_COLOR: undefined, ...environment, TMPDIR: temporary },
    reject: false,
  });
  let written = '';
  for (const stream of [command.stdout, command.stderr]) {
    stream.on('data', (data: Buffer) => (written += data.toString()));
  }
  const ended = command.then(({ exitCode, stdout, stderr }) => ({ exitCode, stdout, stderr }));
  return {
    sees: (text) => waitUntil(() => Promise.resolve(written.includes(text)), { seconds: 300 }),
    output: () => written,
    signal: (name) => void command.kill(name),
    ended,
    leftovers: async () => [...(await readdir(temporary)), ...processesIn(temporary).map(({ line }) => line)],
    process: (name) => processesIn(temporary).find(({ line }) => line.includes(name))?.pid,
    clear: () => rm(temporary, { recursive: true, force: true }),
  };
}

/** On Linux, the processes whose temporary files are in a directory, or in one inside it. */
function processesIn(directory: string): { readonly pid: number; readonly line: string }[] {
  if (!existsSync('/proc/self/environ')) {
    return [];
  }
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        const isInside = environment.some((variable) => variable.startsWith(`TMPDIR=${directory}`));
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return isInside ? [{ pid: Number(pid), line }] : [];
      } catch {
        return []; // It has ended, or belongs to somebody else.
      }
    });
}
