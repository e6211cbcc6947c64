import type { Command } from 'commander';
import { allEnvironments, type EnvironmentSet } from '../cli/choose-environments';
import { EXIT, type ExitCode } from '../cli/command-failure';
import { createProgram, documentExitCodes, run, runCommandLine } from '../cli/command-line';
import type { Output } from '../cli/output';

/** Shows which environments there are, for workflows that do something with each, and sets the exit code of the process. */
export function runEnvironments(environments: EnvironmentSet['environments'], args: readonly string[]): Promise<void> {
  const program = createProgram('npm run environments --')
    .description('List the environments of the project. Needs no credentials.')
    .action((_options: unknown, command: Command) =>
      run(command, ({ output }) => listEnvironments({ environments }, output)),
    );
  documentExitCodes(program, { 2: 'could not be listed: usage or configuration' });
  return runCommandLine(program, args);
}

function listEnvironments(set: EnvironmentSet, output: Output): ExitCode {
  const environments = allEnvironments(set).map(({ name, application, region, account = null }) => ({
    ...{ name, application, region, account },
  }));
  const rows = environments.map(({ name, application, region, account }) => [
    name,
    application,
    region,
    account ?? '-',
  ]);
  output.result({ environments }, output.table(['environment', 'application', 'Region', 'account'], rows));
  return EXIT.done;
}
