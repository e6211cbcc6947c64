import { InvalidArgumentError, type Command } from 'commander';
import type { Environment } from '../../lib/environment/environment';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { findEnvironment, type EnvironmentSet } from '../cli/choose-environments';
import { type ExitCode } from '../cli/command-failure';
import { createProgram, documentExitCodes, run, runCommandLine, type CommandContext } from '../cli/command-line';
import { PROJECT_DIRECTORY } from '../cli/project-directory';
import { requireConfirmation } from '../cli/standard-input';
import { openRegistry } from '../images/image-registry';
import { applyPlan, makePlan } from '../plans/saved-plan';
import { keepUnfinished, unfinishedResources } from '../recover/unfinished-resources';
import { openSession } from '../stores/session';
import type { StackTerraform } from '../terraform/stack-terraform';
import { findTerraform } from '../terraform/terraform-binary';
import { pullState } from '../terraform/terraform-state';
import { deploy, type DeployOptions, type DeployTools } from './deploy';
import { askDecision } from './interruption';
import { readReviewedPlan } from './reviewed-plan';

const EXPLANATION = `
It checks the secrets, the images and the alarms, plans, runs the task that the environment declares in beforeDeployment, applies exactly that
plan, and watches each service by the id of its deployment until it is done or rolled back.

With --plan it deploys only what was reviewed: it plans again, and refuses any other plan, with the difference.

  npm run review -- stg --json > review.json
  npm run deploy -- stg --plan review.json

Ctrl-C asks whether to go on, or to stop and have ECS go back to the previous release.`;

interface Options extends DeployOptions {
  readonly plan?: string;
}

type Environments = EnvironmentSet['environments'];

/** Deploys an environment, and sets the exit code of the process. */
export function runDeploy(
  environments: Environments,
  args: readonly string[],
  tools: DeployTools = ownTools(process.env),
): Promise<void> {
  const program = createProgram('npm run deploy --')
    .description('Deploy an environment by exactly one plan, and watch it.')
    .argument('<environment>', 'name of the environment')
    .option('--plan <hash or file>', 'deploy only this plan: its hash, or the review of it, written with --json')
    .option('--yes', 'deploy without asking', false)
    .option('--despite-findings', 'deploy although secrets or images are missing or not ready', false)
    .option('--skip-before-deployment', 'do not run the task that is to succeed before', false)
    .option('--timeout-minutes <minutes>', 'how long to watch the services once Terraform is done', parseMinutes, 30)
    .addHelpText('after', EXPLANATION)
    .addHelpText('afterAll', `\nEnvironments: ${Object.keys(environments).join(', ')}`)
    .action((name: string, _options: unknown, self: Command) =>
      run<Options>(self, (context) => start({ ...context, environments: { environments } }, name, tools)),
    );
  documentExitCodes(program, {
    0: 'deployed, or nothing to do',
    1:
      'refused (findings, another plan than the reviewed one, a failed task before), rolled back, or not done in time; or deployed, ' +
      'but AWS has created something twice',
    2: 'could not be done: usage, configuration, credentials, account, access, or no confirmation; or the outcome is unknown',
  });
  return runCommandLine(program, args);
}

async function start(
  { options, environments, output }: CommandContext<Options>,
  name: string,
  tools: DeployTools,
): Promise<ExitCode> {
  const environment = findEnvironment(environments, name);
  const reviewed = options.plan === undefined ? undefined : await readReviewedPlan(options.plan, environment.name);
  requireConfirmation(options.yes || reviewed !== undefined);
  return deploy(environment, reviewed, options, tools, output);
}

function ownTools(processEnvironment: NodeJS.ProcessEnv): DeployTools {
  const projectDirectory = PROJECT_DIRECTORY;
  return {
    ...{ projectDirectory, processEnvironment, apply: applyPlan },
    session: openSession,
    registry: (environment) => openRegistry(environment),
    plan: async (environment, { note, ...settings }) =>
      makePlan({
        ...{ ...settings, projectDirectory, environment, processEnvironment },
        terraform: await findTerraform(processEnvironment),
        beforehand: (stack) => continueInterrupted(stack, environment, note, settings.signal),
      }),
    ...(process.stdin.isTTY && { ask: askDecision }),
  };
}

/** Has the plan go on with what an interrupted deployment was creating, where Terraform alone would fail. */
async function continueInterrupted(
  stack: StackTerraform,
  environment: Environment,
  note: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const unfinished = unfinishedResources(await pullState(stack, signal));
  await keepUnfinished(stack, unfinished, signal);
  if (unfinished.length > 0) {
    const { drift } = operatorCommands(environment);
    note(
      `An interrupted deployment did not finish creating what this one goes on with: ${unfinished.join(', ')}. ` +
        `See afterwards what is there and not declared: ${drift}`,
    );
  }
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!Number.isFinite(minutes) || minutes <= 0 || minutes > 24 * 60) {
    throw new InvalidArgumentError('It must be a number of minutes, more than 0 and at most 1440.');
  }
  return minutes;
}
