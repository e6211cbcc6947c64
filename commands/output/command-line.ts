import { Command, CommanderError } from 'commander';
import { EXIT } from './command-failure';
import { createOutput } from './output';

/** A command line whose mistakes are told by `runCommandLine`. */
export function createProgram(name: string): Command {
  return new Command(name).exitOverride().configureOutput({ outputError: () => undefined });
}

/** Runs a command line. What is wrong with it is said as its result would be: in words, or with `--json` as JSON. */
export async function runCommandLine(program: Command, args: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    const isAnswered = error.exitCode === 0 || error.code === 'commander.help';
    if (!isAnswered) {
      createOutput(ownOptions(args).includes('--json')).failure(explain(error.message));
    }
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.notDone;
  }
}

/** Those before `--`, behind which another command may stand. */
function ownOptions(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end === -1 ? args : args.slice(0, end);
}

/** No option takes the value of a secret. Whoever gives one all the same, as `--value=…` or `-p…`, must not find it in a log. */
function explain(message: string): string {
  return message.replace(/^error: /, '').replace(/(unknown option '(?:--[a-z-]*|-\w)).*'/s, "$1'");
}
