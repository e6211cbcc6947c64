import type { Command } from 'commander';
import type { ExitCode } from '../cli/command-failure';
import { documentExitCodes, type CommandContext } from '../cli/command-line';
import { openChosen } from './ask-each';
import { checkAll } from './check-all';
import { checkExitCode, checkReport } from './checks/check-report';
import { checkSecrets } from './checks/check-secrets';
import { addChoice, runChosen, type ChosenEnvironment } from './chosen-environments';

interface CheckOptions {
  readonly deep: boolean;
}

export function registerCheck(program: Command): void {
  const command = program
    .command('check')
    .summary('find what would keep a task from starting')
    .description(
      'Find what would keep a task from starting: missing or wrong secrets, keys, tags and versions. Without --deep it needs no ' +
        'permission to read a value. With --all and --deep it also finds values of environments with deletionProtection that are ' +
        'those of environments without.',
    );
  addChoice(command)
    .option('--deep', 'also read the values, and ask IAM whether the roles may read them', false)
    .action((name: string | undefined, _options: unknown, self: Command) =>
      runChosen<CheckOptions>(self, name, check, checkAll),
    );
  documentExitCodes(command, {
    0: 'nothing found',
    1: 'findings',
    2: 'could not be checked, or not completely; with --all, an environment could not be checked, whatever was found in others',
  });
}

async function check(
  { options: { deep }, output }: CommandContext<CheckOptions>,
  chosen: ChosenEnvironment,
): Promise<ExitCode> {
  const { name } = chosen.environment;
  const result = await checkSecrets(await openChosen(chosen), deep);
  output.result({ environment: name, deep, ...result }, checkReport(name, deep, result, output));
  return checkExitCode(result);
}
