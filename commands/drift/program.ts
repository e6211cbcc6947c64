import type { Command } from 'commander';
import type { Environment } from '../../lib/environment/environment';
import { loadBalancerSharers } from '../../lib/environment/routed-services';
import { allEnvironments, findEnvironment, type EnvironmentSet } from '../cli/choose-environments';
import { EXIT, type ExitCode } from '../cli/command-failure';
import {
  createEnvironmentProgram,
  documentExitCodes,
  run,
  runCommandLine,
  type CommandContext,
} from '../cli/command-line';
import type { Output } from '../cli/output';
import { openSession, type Session } from '../stores/session';
import { findDrift } from './find-drift';

const EXPLANATION = `
It looks at what Terraform does not manage, or ignores: rules of security groups; routes, network ACLs and endpoints of a VPC of its own;
parameters and secrets below the environment's names, and their settings, policies, rotation and replicas; grants of the environment's
key; services of the cluster, and whether they have Service Connect; schedules of the group, and task definitions of one-off tasks; and
what AWS created twice, because a reply was lost. All else is shown by cdktf diff. It reads no value and no state, and changes nothing.`;

/** Finds what was changed by hand where Terraform does not look, and sets the exit code of the process. */
export function runDrift(environments: EnvironmentSet['environments'], args: readonly string[]): Promise<void> {
  const program = createEnvironmentProgram('npm run drift --', environments)
    .description(
      'Find what is in AWS and not declared, and what differs from the declaration, where cdktf diff shows nothing.',
    )
    .argument('<environment>', 'name of the environment')
    .addHelpText('after', EXPLANATION)
    .action((name: string, _options: unknown, command: Command) => run(command, (context) => showDrift(context, name)));
  documentExitCodes(program, { 0: 'nothing found', 1: 'findings', 2: 'could not be found out, or not completely' });
  return runCommandLine(program, args);
}

async function showDrift({ environments, output }: CommandContext, name: string): Promise<ExitCode> {
  const environment = findEnvironment(environments, name);
  const sharers = loadBalancerSharers(environment, allEnvironments(environments));
  return reportDrift(await openSession(environment), output, sharers);
}

/**
 * Shows everything that is found, and what to do about it.
 *
 * @param sharers - the environments that have the environment's load balancer, too
 */
export async function reportDrift(
  session: Session,
  output: Output,
  sharers: readonly Environment[] = [],
): Promise<ExitCode> {
  const { environment, location } = session;
  const findings = await findDrift(session, sharers);
  const text = [
    ...findings.map(
      ({ resource, found, declared, remedy }) =>
        `${output.paint('bold', resource)} ${found}.\n  Declared: ${declared}.\n  → ${remedy}`,
    ),
    findings.length === 0
      ? `Nothing found in ${environment.name}, where Terraform does not look.`
      : `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in ${environment.name}, where Terraform does not look.`,
  ];
  const { accountId: account, region } = location;
  output.result({ environment: environment.name, account, region, findings }, text.join('\n'));
  return findings.length === 0 ? EXIT.done : EXIT.findings;
}
