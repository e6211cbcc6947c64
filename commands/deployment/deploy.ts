import { join } from 'node:path';
import type { Environment } from '../../lib/environment/environment';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import type { Output } from '../cli/output';
import { showProgress, StepFailure, type Step } from '../cli/progress';
import { confirm } from '../cli/standard-input';
import type { SavedPlan } from '../plans/saved-plan';
import type { ImageRegistry } from '../images/image-registry';
import { isEmpty } from '../plans/terraform-plan';
import { untilInterrupted } from '../processes/interruption';
import type { Session } from '../stores/session';
import type { TerraformRunSettings } from '../terraform/stack-terraform';
import { unsavedState } from '../terraform/unsaved-state';
import { applyAndWatch } from './apply-and-watch';
import { applyFailure } from './apply-failure';
import { isFirstDeployment, runBeforeDeployment, taskBefore } from './before-deployment';
import { createdTwice } from './created-twice';
import { deploymentResult, type Decided } from './deployment-result';
import { createReporter, rollBackServices, type AskDecision, type Interruptible, type Reporter } from './interruption';
import { plannedServices, plannedWork, plannedWorkText } from './planned-work';
import { lookAhead } from './preflight';
import { differenceFrom, type ReviewedPlan } from './reviewed-plan';

export interface DeployOptions {
  readonly yes: boolean;
  readonly despiteFindings: boolean;
  readonly skipBeforeDeployment: boolean;
  readonly timeoutMinutes: number;
}

export interface PlanningSettings extends TerraformRunSettings {
  /** Tells what is to be known of the plan. */
  readonly note: (text: string) => void;
}

/** What a deployment works with. */
export interface DeployTools {
  readonly projectDirectory: string;
  readonly processEnvironment: NodeJS.ProcessEnv;
  readonly session: (environment: Environment) => Promise<Session>;
  readonly registry: (environment: Environment) => Promise<ImageRegistry>;
  readonly plan: (environment: Environment, settings: PlanningSettings) => Promise<SavedPlan>;
  readonly apply: (plan: SavedPlan, settings: TerraformRunSettings) => Promise<unknown>;
  /** @default - nobody can be asked */
  readonly ask?: AskDecision;
}

/** What can be interrupted, and what becomes of it. */
interface Progressing {
  /** @default - Terraform changes nothing yet */
  applying?: Interruptible;
  /** Milliseconds for which the services are watched after an interruption. */
  afterInterruption: number;
}

/** Deploys an environment by exactly one plan, and watches its services. */
export async function deploy(
  environment: Environment,
  reviewed: ReviewedPlan | undefined,
  options: DeployOptions,
  tools: DeployTools,
  output: Output,
): Promise<ExitCode> {
  const reporter = createReporter(output);
  const progressing: Progressing = { afterInterruption: 0 };
  return untilInterrupted(
    async (signal) => {
      try {
        return await run({ environment, reviewed, options, tools, output, reporter, progressing, signal });
      } catch (error) {
        const cause = error instanceof StepFailure ? error.cause : error;
        if (signal.aborted && progressing.applying === undefined && !(cause instanceof CommandFailure)) {
          throw new CommandFailure('Interrupted: nothing was changed.', { exitCode: EXIT.interrupted });
        }
        throw cause;
      }
    },
    {
      goesOn: (name) => goesOn(name, progressing, tools.ask, reporter),
      first: () => reporter.report('Ending. Terraform finishes what it has begun, and writes the state: wait for it.'),
      again: () => reporter.report('Still waiting for Terraform: without its state, what it created would be unknown.'),
    },
  );
}

/** Only Ctrl-C at a terminal has somebody to ask, and only while something is being deployed is there anything to decide. */
async function goesOn(
  name: NodeJS.Signals,
  progressing: Progressing,
  ask: AskDecision | undefined,
  reporter: Reporter,
): Promise<boolean> {
  const { applying } = progressing;
  if (applying === undefined || ask === undefined || name !== 'SIGINT') {
    return false;
  }
  if ((await reporter.whileAsking(ask)) === 'go on') {
    return true;
  }
  progressing.afterInterruption = await rollBackServices(applying, reporter);
  return false;
}

interface Run {
  readonly environment: Environment;
  readonly reviewed: ReviewedPlan | undefined;
  readonly options: DeployOptions;
  readonly tools: DeployTools;
  readonly output: Output;
  readonly reporter: Reporter;
  readonly progressing: Progressing;
  readonly signal: AbortSignal;
}

async function run(deployment: Run): Promise<ExitCode> {
  const { environment, reviewed, options, tools, output, reporter, signal } = deployment;
  const { step } = showProgress();
  const session = await tools.session(environment);
  const directory = join(tools.projectDirectory, 'cdktf.out', 'stacks', environment.name);
  const unsaved = unsavedState(directory, environment);
  if (unsaved !== undefined) {
    throw unsaved;
  }
  const ahead = await step('Check secrets, images and alarms', async () =>
    lookAhead(session, await tools.registry(environment), tools.processEnvironment),
  );
  ahead.notes.forEach(reporter.report);
  const decided: Decided = { session, obstacles: ahead.obstacles };
  if (ahead.obstacles.length > 0 && !options.despiteFindings) {
    return deploymentResult({ ...decided, outcome: 'refused' }, output);
  }
  ahead.obstacles.forEach(({ what, remedy }) => reporter.report(`${what}\n  → ${remedy}`));

  signal.throwIfAborted();
  const plan = await step('Plan', (report) =>
    tools.plan(environment, { onLine: report, note: reporter.report, signal }),
  );
  const work = plannedWork(plan.plan);
  const planned: Decided = { ...decided, plan: plan.hash, work };
  if (reviewed !== undefined && reviewed.hash !== plan.hash) {
    return deploymentResult(
      { ...planned, outcome: 'not reviewed', difference: differenceFrom(reviewed, plan) },
      output,
    );
  }
  if (isEmpty(plan.plan)) {
    return deploymentResult({ ...planned, outcome: 'nothing to do' }, output);
  }
  reporter.report(`${environment.name}, plan ${plan.hash}: ${plannedWorkText(work)}`);
  const { accountId, region } = session.location;
  await confirm(
    `Deploy ${environment.name} to account ${accountId}, ${region}?`,
    options.yes || reviewed !== undefined,
  );

  signal.throwIfAborted();
  await runTaskBefore(deployment, session, plan, step);
  signal.throwIfAborted();
  return apply(deployment, session, plan, planned);
}

async function runTaskBefore(
  { environment, options, reporter, signal }: Run,
  session: Session,
  { plan }: SavedPlan,
  step: Step,
): Promise<void> {
  const task = taskBefore(environment);
  if (task === undefined) {
    return;
  }
  const { runTask } = operatorCommands(environment);
  if (options.skipBeforeDeployment || isFirstDeployment(environment, plan)) {
    const why = options.skipBeforeDeployment ? 'as asked' : 'because nothing is deployed yet in which it could run';
    reporter.report(`${task.name} is left out, ${why}. After the deployment: ${runTask(task.name)} --wait`);
    return;
  }
  await step(`Run ${task.name}`, (report) => runBeforeDeployment(session, task, plan, { report, signal }));
}

async function apply(
  { environment, options, tools, output, reporter, progressing, signal }: Run,
  session: Session,
  plan: SavedPlan,
  planned: Decided,
): Promise<ExitCode> {
  const services = plannedServices(environment, plan.plan);
  progressing.applying = { ecs: session.clients.ecs, services };
  const applied = await applyAndWatch(session, plan, {
    ...{ apply: tools.apply, services, minutes: options.timeoutMinutes, signal, report: reporter.report },
    afterInterruption: () => progressing.afterInterruption,
  });
  const failure = applied.failure && applyFailure(applied.failure, plan.terraform.directory, environment);
  const duplicates = signal.aborted ? [] : await createdTwice(session, plan.plan, reporter.report);
  return deploymentResult(
    { ...planned, outcome: 'applied', services: applied.services, failure, isInterrupted: signal.aborted, duplicates },
    output,
  );
}
