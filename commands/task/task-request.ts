import type { RunTaskCommandInput } from '@aws-sdk/client-ecs';
import type { OneOffTaskWorkload, ScheduledTaskWorkload } from '../../lib/environment/workloads';
import { declareTask } from '../ecs/declared-task';
import { requireDeployed } from '../ecs/deployed-task';
import { readSchedule } from '../ecs/schedule';
import { oneOffRequest } from '../ecs/task-runs/one-off-request';
import type { Session } from '../stores/session';

/** Distinguishes the tasks that an operator started from those of schedules and services. */
const STARTED_BY = 'npm-run-task';

/**
 * What is asked of ECS to start a task. A scheduled task is started as its schedule does it, and a one-off task with the same settings.
 *
 * What no schedule would start must be what is declared: a one-off task, or another command in a scheduled one. Whoever can register
 * a task definition could otherwise have an operator start others.
 *
 * @param overrides - another command
 * @throws CommandFailure if it is not deployed, or otherwise than it is declared
 */
export async function taskRequest(
  session: Session,
  workload: ScheduledTaskWorkload | OneOffTaskWorkload,
  overrides: RunTaskCommandInput['overrides'],
): Promise<RunTaskCommandInput> {
  if (workload.kind === 'task') {
    const taskDefinition = await deployedTaskDefinition(session, workload);
    return oneOffRequest(session, workload, { taskDefinition, startedBy: STARTED_BY, overrides });
  }
  const request = { ...(await readSchedule(session, workload)), startedBy: STARTED_BY };
  return overrides === undefined
    ? request
    : { ...request, taskDefinition: await deployedTaskDefinition(session, workload), overrides };
}

async function deployedTaskDefinition(
  session: Session,
  workload: ScheduledTaskWorkload | OneOffTaskWorkload,
): Promise<string> {
  return requireDeployed(session, await declareTask(session, workload));
}
