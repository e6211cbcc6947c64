import { spawn } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = join(__dirname, 'command-line.ts');

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a process of its own, with this text on its standard input, which is a pipe. */
export function runSecretsProcess(
  args: readonly string[],
  input = '',
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return run(process.execPath, ['commands/run.mjs', PROGRAM, ...args], environment, (child) => child.stdin.end(input));
}

/** The same with outputs that a shell redirects, as by `>/dev/full`. */
export function runRedirected(
  redirection: string,
  args: readonly string[],
  input = '',
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const command = ['commands/run.mjs', PROGRAM, ...args];
  const shell = ['-c', `exec "$@" ${redirection}`, 'sh', process.execPath, ...command];
  return run('sh', shell, environment, (child) => child.stdin.end(input));
}

/** Something that is typed, or a signal that the command gets, once the terminal shows a certain text, or something else happens. */
export type Typed = readonly [when: string | Promise<unknown>, keys: string | { readonly signal: NodeJS.Signals }];

/** Runs the command line at a terminal, and types. What is typed before the prompt is there would be echoed by the terminal itself. */
export function runAtTerminal(
  args: readonly string[],
  typed: readonly Typed[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const command = [process.execPath, 'commands/run.mjs', PROGRAM, ...args].map((part) => `'${part}'`).join(' ');
  // The shell first shows its process id, which then becomes that of the command.
  const announced = `echo "process $$"; exec ${command}`;
  return run('script', ['--quiet', '--return', '--command', announced, '/dev/null'], environment, (child) => {
    let screen = '';
    let pid: number | undefined;
    let look = (): void => undefined;
    child.stdout.on('data', (data: Buffer) => {
      screen += data.toString();
      pid ??= processId(screen);
      look();
    });
    const appears = (text: string) =>
      new Promise<void>((resolve) => {
        look = () => {
          if (screen.includes(text)) {
            screen = '';
            look = () => undefined;
            resolve();
          }
        };
        look();
      });
    void (async () => {
      for (const [when, keys] of typed) {
        await (typeof when === 'string' ? appears(when) : when);
        if (typeof keys === 'string') {
          child.stdin.write(keys);
        } else if (pid !== undefined) {
          process.kill(pid, keys.signal);
        }
      }
    })();
  });
}

function processId(screen: string): number | undefined {
  const found = /^process (\d+)\r?$/m.exec(screen)?.[1];
  return found === undefined ? undefined : Number(found);
}

type Child = ReturnType<typeof spawnPiped>;

function spawnPiped(program: string, args: readonly string[], environment: NodeJS.ProcessEnv) {
  // Jest tells its workers whether to use colours, which is not to reach the command.
  const inherited = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined };
  return spawn(program, args, { env: { ...inherited, ...environment }, stdio: 'pipe' });
}

function run(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  talk: (child: Child) => void,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawnPiped(program, args, environment);
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, ...output }));
    // A command that refuses early does not read its input to the end.
    child.stdin.on('error', () => undefined);
    talk(child);
  });
}
