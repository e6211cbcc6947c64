import type { ECSClient } from '@aws-sdk/client-ecs';
import type { Environment } from '../../../lib/environment/environment';
import { AwsFailure } from '../../aws/aws-failure';
import { explainReason, explainStoppedTask, withoutValue, wordsOfEcs } from '../stopped-tasks/explain-stopped-task';
import type { Explanation, TaskContext } from '../stopped-tasks/reason';
import { stoppedTasksOf, type StoppedTask, type TaskOrigin } from '../stopped-tasks/stopped-task';
import type { ServiceInEcs } from './deployed-service';

/** One reason for which new tasks did not stay. */
export interface FailureReason extends Explanation {
  /** The tasks that stopped for it; none where only an event reports it. */
  readonly tasks: readonly string[];
  /** In the words of ECS. */
  readonly original: string;
}

/**
 * Why the tasks of a deployment stopped, each reason once.
 *
 * @param origin - which tasks are meant
 * @param events - what ECS reported meanwhile
 */
export async function failureReasons(
  ecs: ECSClient,
  environment: Environment,
  { workload, cluster, name }: ServiceInEcs,
  origin: TaskOrigin,
  events: readonly string[],
): Promise<FailureReason[]> {
  const context = { environment, workload };
  const tasks = await stoppedTasks(ecs, cluster, name, origin);
  const reasons = new Map<string, FailureReason>();
  for (const task of tasks) {
    const explanation = explainStoppedTask(task, context);
    const known = reasons.get(explanation.what);
    const original = known?.original ?? wordsOfEcs(task);
    reasons.set(explanation.what, { ...explanation, original, tasks: [...(known?.tasks ?? []), task.id] });
  }
  for (const reason of reasonsInEvents(events, context)) {
    if (!reasons.has(reason.what)) {
      reasons.set(reason.what, reason);
    }
  }
  return [...reasons.values()];
}

/** Without the permission to see them, the events of the service still show something. */
async function stoppedTasks(
  ecs: ECSClient,
  cluster: string,
  service: string,
  origin: TaskOrigin,
): Promise<StoppedTask[]> {
  try {
    return await stoppedTasksOf(ecs, cluster, service, origin);
  } catch (error) {
    if (error instanceof AwsFailure) {
      return [];
    }
    throw error;
  }
}

/** A task that could not even be placed leaves nothing but an event. */
function reasonsInEvents(events: readonly string[], context: TaskContext): FailureReason[] {
  return events.flatMap((event) => {
    const explanation = explainReason(event, context);
    return explanation === undefined ? [] : [{ ...explanation, tasks: [], original: withoutValue(event) }];
  });
}

/** In words, on lines below those of the deployment. */
export function reasonLines({ what, remedy, tasks, original }: FailureReason): string[] {
  const count = tasks.length === 0 ? '' : tasks.length === 1 ? '1 task stopped: ' : `${tasks.length} tasks stopped: `;
  return [`  ${count}${what}.`, `    → ${remedy}`, ...(original === '' ? [] : [`    ECS says: ${original}`])];
}
