import type { Command } from 'commander';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import { createProgram, documentExitCodes, run, runCommandLine, type CommandContext } from '../cli/command-line';
import { runInForeground } from '../processes/foreground-process';

/**
 * Runs scripts of package.json in turn, all of them even if one fails.
 *
 * @param args - what a person types after `npm`, the scripts up to `--`, and what else was typed
 */
export function runScripts(
  [typed = '', ...args]: readonly string[],
  runScript: typeof runInForeground = runInForeground,
): Promise<void> {
  const end = args.indexOf('--');
  const scripts = args.slice(0, end);
  const program = createProgram(`npm ${typed} --`)
    .description(`Run in turn: ${scripts.join(', ')}. If one fails, the others run all the same.`)
    .action((_options: unknown, command: Command) => run(command, (context) => runInTurn(scripts, context, runScript)));
  documentExitCodes(program, { 0: 'all succeeded', 1: 'at least one failed', 2: 'not run: usage' });
  return runCommandLine(program, args.slice(end + 1));
}

async function runInTurn(
  scripts: readonly string[],
  { output }: CommandContext,
  runScript: typeof runInForeground,
): Promise<ExitCode> {
  const failed: string[] = [];
  for (const script of scripts) {
    output.note(output.paint('bold', `\n==> npm run ${script}`));
    // A program that reads the result gets nothing else on standard output.
    const exitCode = await runScript('npm', ['run', '--silent', script], process.env, output.json ? 2 : 'inherit');
    // Ended by a signal: whoever sent it wants an end of all.
    if (exitCode > 128) {
      throw new CommandFailure(`Interrupted: ${script} did not end.`, { exitCode: EXIT.interrupted });
    }
    if (exitCode !== 0) {
      failed.push(script);
    }
  }
  output.result({ scripts, failed }, failed.length === 0 ? '\nAll succeeded.' : `\nFailed: ${failed.join(', ')}`);
  return failed.length === 0 ? EXIT.done : EXIT.findings;
}
