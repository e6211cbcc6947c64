import type { Command } from 'commander';
import type { Project } from '../../lib/delivery/project';
import { policyReport } from '../../lib/delivery/project-policies';
import { validateProject } from '../../lib/delivery/validate-project';
import { chooseFrom, shown } from '../../lib/validation/messages';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import {
  createEnvironmentProgram,
  documentExitCodes,
  run,
  runCommandLine,
  type CommandContext,
} from '../cli/command-line';
import { policyDocument, renderPolicy } from './render-policy';
import { synthesizeUnchecked } from './synthesize-unchecked';

const EXPLANATION = `
Every synth applies the rules, and writes nothing if a resource breaks one without an exception. docs/policy.md says what they ask for.
No credentials are needed, and AWS is not asked.`;

/** Shows what came of the policy rules for a stack, and sets the exit code of the process. */
export function runPolicy(
  { environments, accounts }: Project,
  args: readonly string[],
  synthesize = synthesizeUnchecked,
): Promise<void> {
  const program = createEnvironmentProgram('npm run policy --', environments)
    .description(
      'List the policy rules with their sources and results for a stack, and its exceptions with their reasons.',
    )
    .argument('<stack>', 'name of the environment or account')
    .addHelpText('after', EXPLANATION)
    .addHelpText('afterAll', `Accounts: ${Object.keys(accounts).join(', ')}`)
    .action((name: string, _options: unknown, command: Command) =>
      run(command, (context) => showPolicy(context, accounts, name, synthesize)),
    );
  documentExitCodes(program, {
    0: 'every rule is kept, or an exception says why not',
    1: 'a rule is broken, or an exception excuses nothing',
    2: 'could not be found out: usage or configuration',
  });
  return runCommandLine(program, args);
}

async function showPolicy(
  { environments: { environments, example }, output }: CommandContext,
  accounts: Project['accounts'],
  name: string,
  synthesize: typeof synthesizeUnchecked,
): Promise<ExitCode> {
  const project = validateProject({ environments, accounts: example === undefined ? accounts : {} });
  const names = [...Object.keys(project.environments), ...Object.keys(project.accounts)];
  if (!names.includes(name)) {
    throw new CommandFailure(`There is no environment or account ${shown(name)}${chooseFrom(name, names)}`);
  }
  const report = policyReport(project, name, await synthesize(name, example));
  const document = policyDocument(name, report);
  output.result(document, renderPolicy(document, output));
  const isKept = document.rules.every(({ violated }) => violated.length === 0) && document.stale.length === 0;
  return isKept ? EXIT.done : EXIT.findings;
}
