import type { Command } from 'commander';
import type { Environments } from '../configuration/find-environment';
import { createProgram, runCommandLine } from '../output/command-line';
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
  const program = createProgram('secrets')
    .description('See, check and set the secrets of an environment')
    .usage('<command> <environment> …')
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
export function runSecrets(environments: Environments, args: readonly string[]): Promise<void> {
  return runCommandLine(secretsProgram(environments), args);
}
