import { join } from 'node:path';
import type { Command } from 'commander';
import { identityTags } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { findEnvironment, type EnvironmentSet } from '../cli/choose-environments';
import type { ExitCode } from '../cli/command-failure';
import { createProgram, documentExitCodes, run, runCommandLine, type CommandContext } from '../cli/command-line';
import { PROJECT_DIRECTORY } from '../cli/project-directory';
import { confirm, requireConfirmation } from '../cli/standard-input';
import { connect } from '../stores/session';
import { initializeStack } from '../terraform/stack-terraform';
import { synthesizeProject } from '../terraform/synthesize-project';
import { findTerraform } from '../terraform/terraform-binary';
import { recover } from './recover';
import { recoverClients } from './recover-clients';

interface RecoverOptions {
  readonly import: boolean;
  readonly yes: boolean;
  readonly profile?: string;
}

const EXPLANATION = `
Without --import, nothing is changed. With it, Terraform imports what was found: the state then contains it, and AWS stays as it is but
for settings that the declaration changes. No value is read: parameters and versions of secrets are entered into the state by name.`;

/** Finds what exists and is not in the state of an environment, and sets the exit code of the process. */
export function runRecover(environments: EnvironmentSet['environments'], args: readonly string[]): Promise<void> {
  const program = createProgram('npm run recover --')
    .description(
      'Find what exists under the names that an environment declares and is not in its state, after an interrupted deployment or the ' +
        'loss of the state.',
    )
    .argument('<environment>', 'name of the environment')
    .option('--import', 'import it into the state', false)
    .option('--yes', 'do not ask for confirmation', false)
    .option('--profile <name>', 'profile of the AWS configuration files')
    .addHelpText('after', EXPLANATION)
    .addHelpText('afterAll', `\nEnvironments: ${Object.keys(environments).join(', ')}`)
    .action((name: string, _options: unknown, command: Command) =>
      run<RecoverOptions>(command, (context) => recoverEnvironment(context, { environments }, name)),
    );
  documentExitCodes(program, {
    0: 'nothing was found, or all was imported',
    1: 'something was found that is not in the state, or that somebody has to decide about',
    2: 'could not be done: usage, configuration, credentials, account, access, Terraform, or no confirmation',
  });
  return runCommandLine(program, args);
}

async function recoverEnvironment(
  { options, output }: CommandContext<RecoverOptions>,
  environments: EnvironmentSet,
  name: string,
): Promise<ExitCode> {
  const environment = findEnvironment(environments, name);
  if (options.import) {
    requireConfirmation(options.yes);
  }
  const terraform = await findTerraform(process.env);
  const clients = recoverClients({ region: environment.region, profile: options.profile });
  await connect(environment, clients);
  const { env: processEnvironment } = process;
  // The names are those of the stack as it would be deployed.
  const stacks = await synthesizeProject({
    ...{ projectDirectory: PROJECT_DIRECTORY, processEnvironment, isOnlyRead: !options.import },
  });
  const directory = join(stacks, name);
  const stack = await initializeStack({
    projectDirectory: PROJECT_DIRECTORY,
    directory,
    ...{ terraform, processEnvironment, profile: options.profile, environment },
  });
  return recover({
    stack,
    clients,
    identityTags: identityTags(environment),
    commands: operatorCommands(environment),
    output,
    confirmImport: options.import ? (question) => confirm(question, options.yes) : undefined,
  });
}
