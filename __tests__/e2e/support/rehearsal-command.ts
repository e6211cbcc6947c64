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
  clear(): Promise<void>;
}

export async function startRehearsal(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<RunningCommand> {
  const temporary = await mkdtemp(join(tmpdir(), 'rehearsal-test-'));
  const command = execa(process.execPath, ['commands/run.mjs', 'commands/rehearse.ts', ...args], {
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
    leftovers: async () => [...(await readdir(temporary)), ...processesMentioning(`TMPDIR=${temporary}`)],
    clear: () => rm(temporary, { recursive: true, force: true }),
  };
}

/** On Linux, command lines of the processes that have a variable in their environment. */
function processesMentioning(variable: string): string[] {
  if (!existsSync('/proc/self/environ')) {
    return [];
  }
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        return environment.includes(variable) ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8')] : [];
      } catch {
        return []; // It has ended, or belongs to somebody else.
      }
    });
}
