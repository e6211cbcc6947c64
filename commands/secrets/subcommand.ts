import type { Command } from 'commander';
import { ConfigurationError } from '../../lib/environment/validate-environments';
import { CommandFailure, EXIT, type ExitCode } from '../output/command-failure';
import { createOutput, type Output } from '../output/output';

/** How the subcommands end that write. */
export const WRITING_EXIT_CODES = {
  0: 'written, or nothing to write',
  1: 'a value was refused, or a write failed: what was written is told',
  2: 'nothing was written: usage, configuration, credentials, account, access, or no confirmation',
} as const;

/** Adds what all subcommands have in common. */
export function withCommonOptions(command: Command, exitCodes: Partial<Record<0 | 1 | 2, string>>): Command {
  const {
    0: done = 'done',
    1: findings,
    2: notDone = 'could not be done: usage, configuration, credentials, account or access',
  } = exitCodes;
  const lines = [`  0  ${done}`, ...(findings === undefined ? [] : [`  1  ${findings}`]), `  2  ${notDone}`];
  return command
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', `\nExit status:\n${lines.join('\n')}\n\nNo value of a secret is ever printed.`);
}

/** Runs a subcommand and ends with its exit code. Failures become a line for the person who ran it. */
export async function run(json: boolean, action: (output: Output) => Promise<ExitCode>): Promise<void> {
  const output = createOutput(json);
  try {
    process.exitCode = await action(output);
  } catch (error) {
    const { message, exitCode } = explain(error);
    output.failure(message);
    process.exitCode = exitCode;
  }
}

/** What is said about an error, and how a command ends with it. */
export function explain(error: unknown): { message: string; exitCode: ExitCode } {
  if (error instanceof CommandFailure) {
    return error;
  }
  if (error instanceof ConfigurationError) {
    return { message: error.message, exitCode: EXIT.notDone };
  }
  if (error instanceof Error && error.name === 'ExitPromptError') {
    return { message: 'Interrupted: nothing was changed.', exitCode: EXIT.interrupted };
  }
  // A message of an unknown error could quote a value, so it is told by its name and place alone.
  const place = error instanceof Error ? /\n\s+at ([^\n]+)/.exec(error.stack ?? '')?.[1] : undefined;
  const name = error instanceof Error ? error.name : 'error';
  return {
    message: `Unexpected ${name}${place === undefined ? '' : ` at ${place}`}. Please report it.`,
    exitCode: EXIT.notDone,
  };
}
