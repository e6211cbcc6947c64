import { setTimeout as delay } from 'node:timers/promises';
import { RunTaskCommand, type ECSClient, type RunTaskCommandInput } from '@aws-sdk/client-ecs';
import { GetScheduleCommand, type Target } from '@aws-sdk/client-scheduler';
import type { ScheduledTaskWorkload } from '../../lib/environment/workloads';
import { namePrefix, workloadNames } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { request, requestUnless } from '../aws/aws-failure';
import { CommandFailure } from '../cli/command-failure';
import { describeTasks, stoppedTask, type StoppedTask } from '../ecs/stopped-tasks/stopped-task';
import type { Session } from '../stores/session';

const POLL_MILLISECONDS = 2_000;

export interface StartedTasks {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly taskArns: readonly string[];
}

/**
 * What the deployed schedule starts.
 *
 * @throws CommandFailure if it is not deployed
 */
export async function readSchedule(
  { environment, clients }: Session,
  { name }: ScheduledTaskWorkload,
): Promise<RunTaskCommandInput> {
  const schedule = await requestUnless(['ResourceNotFoundException'], 'scheduler:GetSchedule', () =>
    clients.scheduler.send(
      new GetScheduleCommand({ GroupName: namePrefix(environment), Name: workloadNames(environment, name).name }),
    ),
  );
  if (schedule?.Target === undefined) {
    throw new CommandFailure(
      `The schedule of ${name} is not deployed. Deploy it: ${operatorCommands(environment).deploy}`,
    );
  }
  return asSchedulerStartsIt(schedule.Target);
}

/**
 * The request that EventBridge Scheduler makes for a target. The two services name the same settings differently.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EcsParameters.html
 */
function asSchedulerStartsIt({ Arn, EcsParameters }: Target): RunTaskCommandInput {
  const { TaskDefinitionArn, TaskCount, LaunchType, PlatformVersion } = EcsParameters ?? {};
  const { EnableECSManagedTags, EnableExecuteCommand, PropagateTags, NetworkConfiguration } = EcsParameters ?? {};
  const { Subnets, SecurityGroups, AssignPublicIp } = NetworkConfiguration?.awsvpcConfiguration ?? {};
  return {
    cluster: Arn,
    taskDefinition: TaskDefinitionArn,
    count: TaskCount ?? 1,
    launchType: LaunchType,
    platformVersion: PlatformVersion,
    enableECSManagedTags: EnableECSManagedTags,
    enableExecuteCommand: EnableExecuteCommand,
    propagateTags: PropagateTags,
    networkConfiguration: {
      awsvpcConfiguration: { subnets: Subnets, securityGroups: SecurityGroups, assignPublicIp: AssignPublicIp },
    },
    // Distinguishes it from those that the schedule started.
    startedBy: 'npm-run-task',
  };
}

/** @throws CommandFailure if ECS could not place a task */
export async function startTasks(ecs: ECSClient, input: RunTaskCommandInput): Promise<StartedTasks> {
  const { tasks = [], failures = [] } = await request('ecs:RunTask', () => ecs.send(new RunTaskCommand(input)));
  if (tasks.length === 0) {
    const reasons = failures.map(({ reason = '', detail }) =>
      detail === undefined ? reason : `${reason} (${detail})`,
    );
    throw new CommandFailure(`ECS started nothing: ${reasons.join('; ') || 'no reason was given'}`);
  }
  return {
    cluster: input.cluster ?? '',
    taskDefinition: tasks[0]?.taskDefinitionArn ?? '',
    taskArns: tasks.map(({ taskArn = '' }) => taskArn),
  };
}

/** Waits without a limit: how long a task may run depends on the task. */
export async function waitUntilStopped(
  ecs: ECSClient,
  { cluster, taskArns }: StartedTasks,
  report: (status: string) => void,
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
    await delay(POLL_MILLISECONDS);
  }
}
