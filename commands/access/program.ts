import { Option } from 'commander';
import { accessMatrix } from '../../lib/access/access-matrix';
import { ConfigurationError } from '../../lib/environment/validate-environments';
import { findEnvironment, type Environments } from '../configuration/find-environment';
import { CommandFailure, EXIT, type ExitCode } from '../output/command-failure';
import { createProgram, runCommandLine } from '../output/command-line';
import { createOutput } from '../output/output';
import { renderMarkdown } from './render-markdown';
import { renderText } from './render-text';

interface Options {
  readonly json: boolean;
  readonly markdown: boolean;
}

const EXPLANATION = `
It is read from the configuration alone: no credentials are needed, and nothing is asked of AWS. That the roles may read this and
nothing else is proved by the tests, with the synthesized policies. With --example NAME the environment is dev of that example.

Exit status:
  0  printed
  1  the configuration has problems
  2  usage, or no such environment`;

/** Prints who may read what in an environment, and sets the exit code of the process. */
export function runAccess(environments: Environments, args: readonly string[]): Promise<void> {
  const program = createProgram('access')
    .description(
      'Shows which role may read which parameter or secret of an environment, and how it reaches the container',
    )
    .argument('<environment>', `one of: ${Object.keys(environments).join(', ')}`)
    .option('--json', 'print JSON, for programs', false)
    .addOption(new Option('--markdown', 'print Markdown, for a review').default(false).conflicts('json'))
    .addHelpText('after', EXPLANATION)
    .action((name: string, options: Options) => {
      process.exitCode = printAccess(environments, name, options);
    });
  return runCommandLine(program, args);
}

function printAccess(environments: Environments, name: string, { json, markdown }: Options): ExitCode {
  const output = createOutput(json);
  try {
    const environment = findEnvironment(environments, name);
    const access = accessMatrix(environment);
    const { application, region, executeCommand } = environment;
    const text = markdown ? renderMarkdown(environment, access) : renderText(environment, access, output);
    output.result({ application, environment: name, region, executeCommand, access }, text);
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommandFailure || error instanceof ConfigurationError) {
      output.failure(error.message);
      return error instanceof CommandFailure ? error.exitCode : EXIT.findings;
    }
    throw error;
  }
}
