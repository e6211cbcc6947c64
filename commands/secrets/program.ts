import { Command, CommanderError } from 'commander';
import type { Environments } from '../configuration/find-environment';
import { EXIT } from '../output/command-failure';
import { registerCheck } from './check';
import { registerCopy } from './copy';
import { registerExec } from './exec';
import { registerHistory } from './history';
import { registerImport } from './import';
import { registerList } from './list';
import { registerRollout } from './rollout';
import { registerSet } from './set';

/** The commands for the secrets of these environments. */
function secretsProgram(environments: Environments): Command {
  const program = new Command('secrets')
    .description('See, check and set the secrets of an environment')
    .usage('<command> <environment> …')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(withoutGivenValues(text)) })
    .addHelpText(
      'after',
      '\nThe AWS credentials are those of the standard credential chain (AWS_PROFILE, single sign-on, …); the Region is the environment’s.' +
        '\nWith --example NAME the environment is dev of that example, as npm start -- --example NAME deploys it.',
    );
  registerList(program, environments);
  registerCheck(program, environments);
  registerSet(program, environments);
  registerImport(program, environments);
  registerCopy(program, environments);
  registerHistory(program, environments);
  registerExec(program, environments);
  registerRollout(program, environments);
  return program;
}

/** Runs the command line and sets the exit code of the process. */
export async function runSecrets(environments: Environments, args: readonly string[]): Promise<void> {
  try {
    await secretsProgram(environments).parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    // Asking for help ends with 0; what commander refuses, it has explained.
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.notDone;
  }
}

/** `--value=…` is no option of any command; whoever tries it must not find the value in a log. */
function withoutGivenValues(message: string): string {
  return message.replace(/=[^']*'/g, "'");
}
