import { Option, type Command } from 'commander';
import { findEnvironment, type EnvironmentSet } from '../cli/choose-environments';
import { EXIT, type ExitCode } from '../cli/command-failure';
import {
  createEnvironmentProgram,
  documentExitCodes,
  run,
  runCommandLine,
  type CommandContext,
} from '../cli/command-line';
import { accessMatrix } from './access-matrix';
import { reachMatrix } from './reach-matrix';
import { renderMarkdown } from './render-markdown';
import { renderText } from './render-text';

interface AccessOptions {
  readonly markdown: boolean;
}

const EXPLANATION = `
The answer comes only from the configuration: no credentials are needed, and AWS is not asked. Tests prove, with the synthesized
policies and security groups, that the roles can read this, the tasks can reach this, and nothing else.`;

/** Shows who may read what and who can reach whom in an environment, and sets the exit code of the process. */
export function runAccess(environments: EnvironmentSet['environments'], args: readonly string[]): Promise<void> {
  const program = createEnvironmentProgram('npm run access --', environments)
    .description(
      'Show which role may read which parameter or secret of an environment, how it reaches the container, and who can reach whom.',
    )
    .argument('<environment>', 'name of the environment')
    .addOption(new Option('--markdown', 'print Markdown, for a review').default(false).conflicts('json'))
    .addHelpText('after', EXPLANATION)
    .action((name: string, _options: unknown, command: Command) =>
      run<AccessOptions>(command, (context) => showAccess(context, name)),
    );
  documentExitCodes(program, { 0: 'shown', 2: 'could not be shown: usage or configuration' });
  return runCommandLine(program, args);
}

function showAccess({ options, environments, output }: CommandContext<AccessOptions>, name: string): ExitCode {
  const environment = findEnvironment(environments, name);
  const access = accessMatrix(environment);
  const reach = reachMatrix(environment);
  const { application, region, executeCommand } = environment;
  const text = options.markdown
    ? renderMarkdown(environment, access, reach)
    : renderText(environment, access, reach, output);
  output.result({ application, environment: name, region, executeCommand, access, reach }, text);
  return EXIT.done;
}
