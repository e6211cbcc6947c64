import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from './failure';
import { awsProvider, findProviderSource, providerEnvironment } from './terraform/provider-mirror';
import { renderShell } from './terraform/shell-exports';
import { findTerraform, REGISTRY_HOSTS } from './terraform/terraform-binary';

const projectDirectory = resolve(__dirname, '..');

const program = new Command('npm run --silent terraform-env --')
  .description(
    "Prints the environment in which cdktf and Terraform find the AWS provider on this machine, for the shell's `eval`.",
  )
  .option('--json', 'print the variables as JSON; null is a variable to unset')
  .addHelpText(
    'after',
    `
Use it as:

  eval "$(npm run --silent terraform-env)"
  npx cdktf diff dev

Looked at in this order: a readable TF_CLI_CONFIG_FILE, which is used as it is; an unpacked provider mirror in Terraform's own
plugin directories or one level below /opt, /usr/local/share, /usr/share and /srv; the registry.

Exit status: 0, or 1 if neither Terraform nor OpenTofu is installed.`,
  )
  .action(async ({ json }: { json?: true }) => {
    const terraform = await findTerraform(process.env);
    const provider = awsProvider(projectDirectory, REGISTRY_HOSTS[terraform.product]);
    const source = findProviderSource(provider, process.env);
    const variables: Record<string, string | undefined> = {
      ...(await providerEnvironment(provider, source, join(projectDirectory, '.build', 'terraform.tfrc'))),
      // Neither cdktf nor Terraform calls home then.
      CHECKPOINT_DISABLE: '1',
      // cdktf runs `terraform` unless told otherwise.
      ...(terraform.name === 'terraform' ? {} : { TERRAFORM_BINARY_NAME: terraform.name }),
    };
    const rendered = json
      ? JSON.stringify({ source, variables }, (_key, value: unknown) => value ?? null, 2)
      : renderShell(variables, process.env);
    process.stdout.write(`${rendered}\n`);
  });

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof Failure)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n${error.remedy}\n`);
  process.exitCode = 1;
});
