import type { EnvironmentSet } from '../cli/choose-environments';
import { createEnvironmentProgram, documentExitCodes, runCommandLine } from '../cli/command-line';
import { registerCheck } from './check';
import { registerCopy } from './copy';
import { registerExec } from './exec';
import { registerGenerate } from './generate';
import { registerHistory } from './history';
import { registerImport } from './import';
import { registerList } from './list';
import { registerRollout } from './rollout';
import { registerSet } from './set';

const EXPLANATION = `
The AWS credentials are those of the standard credential chain (AWS_PROFILE, single sign-on, …); the Region is that of the
environment. None of these commands prints a value; what exec runs can.`;

/** Runs the commands for the secrets of environments, and sets the exit code of the process. */
export function runSecrets(environments: EnvironmentSet['environments'], args: readonly string[]): Promise<void> {
  const program = createEnvironmentProgram('npm run secrets --', environments)
    .description('See, check and set the secrets of an environment.')
    .usage('<command> <environment> …')
    .addHelpText('afterAll', EXPLANATION);
  documentExitCodes(program, { 1: 'findings; see the help of each command' });
  registerList(program);
  registerCheck(program);
  registerSet(program);
  registerGenerate(program);
  registerImport(program);
  registerCopy(program);
  registerHistory(program);
  registerExec(program);
  registerRollout(program);
  return runCommandLine(program, args);
}
