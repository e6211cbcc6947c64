import { Command, CommanderError, Help, type Option, type OptionValues } from 'commander';
import { visible } from '../../lib/validation/visible-text';
import { exampleOption, type EnvironmentSet } from './choose-environments';
import { commandFailure, CommandFailure, EXIT } from './command-failure';
import { createOutput, type Output } from './output';
import { showTyping } from './quiet-terminal';
import { endWith, surviveLostOutput, writeToStandardOutput } from './standard-output';

/**
 * The command line of a script of package.json.
 *
 * @param typed - what a person types to run it: `npm run secrets --`
 */
export function createProgram(typed: string): Command {
  return new Command(typed)
    .exitOverride()
    .configureOutput({
      outputError: () => undefined,
      // The help names the environments, whose names were not checked yet.
      writeOut: (text) => writeToStandardOutput(visible(text)),
      writeErr: (text) => process.stderr.write(visible(text)),
    })
    .configureHelp({
      showGlobalOptions: true,
      optionDescription: describeOption,
      subcommandTerm: (command) => `${command.name()} ${command.usage()}`,
    })
    .helpCommand(false)
    .option('--json', 'print the result, or the reason for a failure, as JSON', false);
}

/**
 * The command line of a script that is about environments.
 *
 * @param environments - of the project; with `--example NAME` it is about those of an example
 */
export function createEnvironmentProgram(typed: string, environments: EnvironmentSet['environments']): Command {
  return createProgram(typed)
    .addOption(exampleOption({ environments }))
    .addHelpText('afterAll', `\nEnvironments: ${Object.keys(environments).join(', ')}`);
}

/** As commander does it, but without the default of a switch, which is always that it is off. */
function describeOption(option: Option): string {
  return option.isBoolean() ? option.description : new Help().optionDescription(option);
}

/** Says in a command's help what its exit statuses mean; without `1`, it finds nothing to correct. */
export function documentExitCodes(
  command: Command,
  meanings: { readonly 0?: string; readonly 1?: string; readonly 2?: string },
): Command {
  const {
    0: done = 'done',
    1: findings,
    2: notDone = 'could not be done: usage, configuration, credentials, account or access',
  } = meanings;
  const lines = [
    `  0    ${done}`,
    ...(findings === undefined ? [] : [`  1    ${findings}`]),
    `  2    ${notDone}`,
    `  ${EXIT.unwritten}   done, but the result could not be written to standard output; standard error says what was changed`,
    '  130  interrupted',
  ];
  return command.addHelpText('after', `\nExit status:\n${lines.join('\n')}`);
}

/** What the action of a command works with. */
export interface CommandContext<Options = unknown> {
  readonly options: Options;
  /** The chosen environments; none where the command is not about them. */
  readonly environments: EnvironmentSet;
  readonly output: Output;
}

interface CommonOptions extends OptionValues {
  readonly json: boolean;
  readonly example?: EnvironmentSet;
}

/** Runs the action of a command, and has the process end with its exit code. */
export async function run<Options>(
  command: Command,
  action: (context: CommandContext<Options>) => number | Promise<number>,
): Promise<void> {
  const options = command.optsWithGlobals<CommonOptions & Options>();
  const { json, example: environments = { environments: {} } } = options;
  endWith(await action({ options, environments, output: createOutput(json) }));
}

/** Runs a command line. Why it failed is reported as its result would be: in words, or with `--json` as JSON. */
export async function runCommandLine(program: Command, args: readonly string[]): Promise<void> {
  surviveLostOutput();
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) {
      endWith(EXIT.done); // The help was asked for.
      return;
    }
    reportFailure(error, args);
  } finally {
    showTyping();
  }
}

/** In words, or with `--json` as JSON. Has the process end with its exit code. */
export function reportFailure(error: unknown, args: readonly string[]): void {
  const output = createOutput(ownOptions(args).includes('--json'));
  const failure = error instanceof CommanderError ? usageFailure(error) : commandFailure(error);
  // Where a subcommand is missing, the help was shown already.
  if (output.json || !isHelp(error)) {
    output.failure(failure);
  }
  endWith(failure.exitCode);
}

/** Those before `--`, after which another command may stand. */
function ownOptions(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end === -1 ? args : args.slice(0, end);
}

function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.code === 'commander.help';
}

/** No argument takes the value of a secret. If one is given anyway, such as `--value=…`, it must not appear in a log. */
function usageFailure(error: CommanderError): CommandFailure {
  const problem = isHelp(error) ? 'missing subcommand' : error.message.replace(/^error: /, '');
  const [suggestion = ''] = /\n\(Did you mean [^\n]+\?\)$/.exec(problem) ?? [];
  return new CommandFailure(
    problem
      .replace(/^(unknown (?:option|command)) .*/s, `$1${suggestion || '; --help shows those that there are'}`)
      .replace(/^(option '[^']+') argument '.*' (is invalid\.)/s, '$1 $2'),
  );
}
