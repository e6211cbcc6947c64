import type { ECSClient } from '@aws-sdk/client-ecs';
import type { Environment } from '../../../lib/environment/environment';
import { AwsFailure } from '../../aws/aws-failure';
import {
  explainReason,
  explainStoppedTask,
  withoutValue,
  wordsOfEcs,
} from '../../ecs/stopped-tasks/explain-stopped-task';
import type { Explanation, TaskContext } from '../../ecs/stopped-tasks/reason';
import { stoppedTasksOf, type StoppedTask } from '../../ecs/stopped-tasks/stopped-task';
import type { DeployedService } from './deployed-service';
import type { Ended } from './deployment';

/** One reason for which new tasks did not stay. */
export interface FailureReason extends Explanation {
  /** The tasks that stopped for it; none where only an event reports it. */
  readonly tasks: readonly string[];
  /** In the words of ECS. */
  readonly original: string;
}

/** Why the tasks of a deployment stopped, each reason once. */
export async function failureReasons(
  ecs: ECSClient,
  environment: Environment,
  { workload, cluster, name }: DeployedService,
  { deployment, events }: Ended,
): Promise<FailureReason[]> {
  if (deployment === undefined) {
    return [];
  }
  const context = { environment, workload };
  const tasks = await stoppedTasks(ecs, cluster, name, deployment);
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
  deployment: string,
): Promise<StoppedTask[]> {
  try {
    return await stoppedTasksOf(ecs, { cluster, service, deployment });
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
