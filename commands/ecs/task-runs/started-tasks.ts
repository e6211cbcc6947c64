import { setTimeout as delay } from 'node:timers/promises';
import { RunTaskCommand, type ECSClient, type RunTaskCommandInput } from '@aws-sdk/client-ecs';
import { visibleOnOneLine } from '../../../lib/validation/visible-text';
import { request } from '../../aws/aws-failure';
import { CommandFailure } from '../../cli/command-failure';
import { describeTasks, stoppedTask, type StoppedTask } from '../stopped-tasks/stopped-task';

const POLL_MILLISECONDS = 2_000;

export interface StartedTasks {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly taskArns: readonly string[];
}

/** @throws CommandFailure if ECS could not place a task */
export async function startTasks(ecs: ECSClient, input: RunTaskCommandInput): Promise<StartedTasks> {
  const { tasks = [], failures = [] } = await request('ecs:RunTask', () => ecs.send(new RunTaskCommand(input)));
  if (tasks.length === 0) {
    const reasons = failures.map(({ reason = '', detail }) =>
      detail === undefined ? reason : `${reason} (${detail})`,
    );
    throw new CommandFailure(`ECS started nothing: ${visibleOnOneLine(reasons.join('; ')) || 'no reason was given'}`);
  }
  return {
    cluster: input.cluster ?? '',
    taskDefinition: tasks[0]?.taskDefinitionArn ?? '',
    taskArns: tasks.map(({ taskArn = '' }) => taskArn),
  };
}

/**
 * Waits without a limit: how long a task may run depends on the task.
 *
 * @param signal - ends the waiting, not the task
 * @throws the signal's reason, if it was aborted
 */
export async function waitUntilStopped(
  ecs: ECSClient,
  { cluster, taskArns }: StartedTasks,
  report: (status: string) => void,
  signal?: AbortSignal,
): Promise<StoppedTask[]> {
  let shown = '';
  for (;;) {
    const tasks = await describeTasks(ecs, cluster, taskArns);
    const status = tasks.map(({ lastStatus = 'unknown' }) => lastStatus.toLowerCase()).join(', ');
    if (status !== shown) {
      report(status);
      shown = status;
    }
    // ECS may not know a task yet that it has just started.
    if (tasks.length === taskArns.length && tasks.every(({ lastStatus }) => lastStatus === 'STOPPED')) {
      return tasks.map(stoppedTask);
    }
    await delay(POLL_MILLISECONDS, undefined, { signal });
  }
}
