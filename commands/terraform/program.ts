import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { shellQuoted } from '../../lib/naming/operator-commands';
import { EXIT, type ExitCode } from '../cli/command-failure';
import { createProgram, documentExitCodes, run, runCommandLine, type CommandContext } from '../cli/command-line';
import { isWritable, PROJECT_DIRECTORY } from '../cli/project-directory';
import { locateProvider } from './provider-mirror';
import { findTerraform } from './terraform-binary';

const EXPLANATION = `
Use it as:

  eval "$(npm run --silent terraform-env)"
  npx cdktf diff dev

The provider is looked for in this order: as a readable TF_CLI_CONFIG_FILE says, which is used as it is; in an unpacked provider
mirror in Terraform's own plugin directories or one level below /opt, /usr/local/share, /usr/share and /srv; in the registry.`;

/** Prints the variables with which cdktf and Terraform find what they need on this machine. */
export function runTerraformEnv(args: readonly string[]): Promise<void> {
  const program = createProgram('npm run --silent terraform-env --')
    .description(
      "Print the environment in which cdktf and Terraform find the AWS provider on this machine, for the shell's `eval`.",
    )
    .addHelpText('after', EXPLANATION)
    .action((_options: unknown, command: Command) => run(command, printVariables));
  documentExitCodes(program, {
    0: 'printed',
    2: 'could not be printed: usage, or neither Terraform nor OpenTofu is installed',
  });
  return runCommandLine(program, args);
}

async function printVariables({ output }: CommandContext): Promise<ExitCode> {
  const { env: processEnvironment } = process;
  const terraform = await findTerraform(processEnvironment);
  const { source, variables: ofProvider } = await locateProvider({
    ...{ projectDirectory: PROJECT_DIRECTORY, terraform, processEnvironment },
    configurationFile: join(lastingDirectory(), 'terraform.tfrc'),
  });
  const variables: Record<string, string | undefined> = {
    ...ofProvider,
    // Neither cdktf nor Terraform calls home then.
    CHECKPOINT_DISABLE: '1',
    // cdktf runs `terraform` unless told otherwise.
    ...(terraform.name === 'terraform' ? {} : { TERRAFORM_BINARY_NAME: terraform.name }),
  };
  // In JSON, null is a variable to unset.
  const data = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value ?? null]));
  output.result({ source, variables: data }, renderShell(variables, processEnvironment));
  return EXIT.done;
}

/** For a file that the shell's commands still need when this process has ended. */
function lastingDirectory(): string {
  const ownDirectory = join(PROJECT_DIRECTORY, '.build');
  return isWritable(ownDirectory) ? ownDirectory : mkdtempSync(join(tmpdir(), 'terraform-env-'));
}

/** Lines of shell that set variables. `undefined` is a variable to unset, if it is set. */
export function renderShell(
  variables: Readonly<Record<string, string | undefined>>,
  processEnvironment: NodeJS.ProcessEnv,
): string {
  return Object.entries(variables)
    .flatMap(([name, value]) => {
      if (value !== undefined) {
        return [`export ${name}=${shellQuoted(value)}`];
      }
      return processEnvironment[name] === undefined ? [] : [`unset ${name}`];
    })
    .join('\n');
}
