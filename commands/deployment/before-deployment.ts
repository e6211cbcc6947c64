import { DeregisterTaskDefinitionCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import type { Environment } from '../../lib/environment/environment';
import { oneOffTaskWorkloads, serviceWorkloads, type OneOffTaskWorkload } from '../../lib/environment/workloads';
import { namePrefix, workloadNames } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { request, requestUnless } from '../aws/aws-failure';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { declareTask } from '../ecs/declared-task';
import { requireDeployed } from '../ecs/deployed-task';
import { endedTask, endedText } from '../ecs/task-runs/ended-task';
import { oneOffRequest } from '../ecs/task-runs/one-off-request';
import { startTasks, waitUntilStopped } from '../ecs/task-runs/started-tasks';
import { changedResources, plannedAction, type PlannedAction, type TerraformPlan } from '../plans/terraform-plan';
import type { Session } from '../stores/session';
import { plannedTaskDefinition, registration } from './planned-task-definition';

const STARTED_BY = 'npm-run-deploy';

/** The task that is to succeed before a deployment; none if none is declared. */
export function taskBefore(environment: Environment): OneOffTaskWorkload | undefined {
  return oneOffTaskWorkloads(environment).find(({ name }) => name === environment.beforeDeployment);
}

/**
 * Whether the environment is deployed for the first time, or that was interrupted and is continued: then there is nothing yet in which a
 * task could run, and no release that it could be run beside.
 */
export function isFirstDeployment(environment: Environment, plan: TerraformPlan): boolean {
  const changed = changedResources(plan);
  const isOneOf = (type: string, name: string, actions: readonly PlannedAction[]) =>
    changed.some(
      (resource) =>
        resource.type === type && resource.change.after?.name === name && actions.includes(plannedAction(resource)),
    );
  const services = serviceWorkloads(environment).map(({ name }) => workloadNames(environment, name).name);
  return (
    isOneOf('aws_ecs_cluster', namePrefix(environment), ['create', 'replace']) ||
    (services.length > 0 && services.every((name) => isOneOf('aws_ecs_service', name, ['create'])))
  );
}

/**
 * Runs the declared task as the plan will deploy it, before Terraform changes anything: with the planned image, command and variables, but
 * with the roles, secrets and network that are deployed already.
 *
 * A planned task definition is registered for this one run, in its own family. Terraform, which registers it again, takes no notice: the
 * state still names its own revision, and so the plan stays the reviewed one.
 *
 * @throws CommandFailure with the reason, if the task cannot be run or fails
 */
export async function runBeforeDeployment(
  session: Session,
  workload: OneOffTaskWorkload,
  plan: TerraformPlan,
  { report, signal }: { readonly report: (status: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  const { ecs } = session.clients;
  const { name } = workload;
  const planned = plannedTaskDefinition(plan, workloadNames(session.environment, name).name);
  if (planned === undefined) {
    return runTask(session, workload, await requireDeployed(session, await declareTask(session, workload)), plan, {
      ...{ report, signal },
    });
  }
  const input = registration(planned);
  if (input === undefined) {
    throw notRunnable(session, name, `${name} needs what this deployment has still to create.`, plan);
  }
  const { taskDefinition } = await request('ecs:RegisterTaskDefinition', () =>
    ecs.send(new RegisterTaskDefinitionCommand(input)),
  );
  const arn = taskDefinition?.taskDefinitionArn ?? '';
  try {
    await runTask(session, workload, arn, plan, { report, signal });
  } finally {
    // The task that was started keeps it.
    await requestUnless(['ClientException'], 'ecs:DeregisterTaskDefinition', () =>
      ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn })),
    );
  }
}

async function runTask(
  session: Session,
  workload: OneOffTaskWorkload,
  taskDefinition: string,
  plan: TerraformPlan,
  { report, signal }: { readonly report: (status: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  const { environment, clients } = session;
  const started = await startTasks(
    clients.ecs,
    await oneOffRequest(session, workload, { taskDefinition, startedBy: STARTED_BY }),
  );
  let stopped;
  try {
    stopped = await waitUntilStopped(clients.ecs, started, report, signal);
  } catch (error) {
    if (signal.aborted) {
      throw new CommandFailure(`Interrupted before anything was deployed. ${workload.name} goes on running.`, {
        exitCode: EXIT.interrupted,
        remedy: `Its log: ${operatorCommands(environment).followLog(workloadNames(environment, workload.name).logGroup)}`,
      });
    }
    if (error instanceof CommandFailure) {
      const { message, remedy } = error;
      throw new CommandFailure(`${message}\nNothing was deployed. Whether ${workload.name} succeeds is not known.`, {
        remedy,
      });
    }
    throw error;
  }
  const failed = stopped
    .map((task) => endedTask(task, { environment, workload }))
    .find(({ failure }) => failure !== undefined);
  if (failed !== undefined) {
    throw notRunnable(session, workload.name, endedText(workload.name, failed), plan);
  }
}

/** Says, too, what of the plan may be the reason: the task ran with what is deployed. */
function notRunnable({ environment }: Session, name: string, why: string, plan: TerraformPlan): CommandFailure {
  const { executionRole, taskRole, logGroup } = workloadNames(environment, name);
  const own = [executionRole, taskRole, logGroup];
  const waiting = changedResources(plan)
    .filter(({ type, change: { after } }) =>
      type === 'aws_ssm_parameter' || type === 'aws_secretsmanager_secret'
        ? after !== null
        : [after?.name, after?.role].some((value) => own.some((mine) => mine === value)),
    )
    .map(({ address }) => `  ${address}`);
  return new CommandFailure(
    [
      why,
      'Nothing was deployed.',
      ...(waiting.length === 0
        ? []
        : [
            `${name} runs before the deployment, so without what this plan changes of its roles and secrets:`,
            ...waiting,
          ]),
    ].join('\n'),
    {
      exitCode: EXIT.findings,
      remedy:
        `Correct it and deploy again. If ${name} needs what only this deployment creates, deploy with --skip-before-deployment, ` +
        `then run it: ${operatorCommands(environment).runTask(name)} --wait`,
    },
  );
}
