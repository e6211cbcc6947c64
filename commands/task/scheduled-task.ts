import { setTimeout as delay } from 'node:timers/promises';
import { RunTaskCommand, type ECSClient, type RunTaskCommandInput } from '@aws-sdk/client-ecs';
import { GetScheduleCommand, SchedulerClient, type Target } from '@aws-sdk/client-scheduler';
import { namePrefix, workloadNames } from '../../lib/environment/names';
import type { ScheduledTaskWorkload } from '../../lib/environment/workloads';
import { request, requestUnless } from '../aws/aws-failure';
import { CommandFailure } from '../output/command-failure';
import { commandsFor } from '../secrets/findings';
import type { Session } from '../secrets/session';
import { describeTasks, stoppedTask, type StoppedTask } from '../stopped-tasks/stopped-task';

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
  { environment }: Session,
  { name }: ScheduledTaskWorkload,
): Promise<RunTaskCommandInput> {
  const scheduler = new SchedulerClient({ region: environment.region, retryMode: 'adaptive', maxAttempts: 8 });
  const schedule = await requestUnless(['ResourceNotFoundException'], 'scheduler:GetSchedule', () =>
    scheduler.send(
      new GetScheduleCommand({ GroupName: namePrefix(environment), Name: workloadNames(environment, name).name }),
    ),
  );
  if (schedule?.Target === undefined) {
    throw new CommandFailure(`The schedule of ${name} is not deployed: ${commandsFor(environment).deploy}`);
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
    // Tells it from those that the schedule started.
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
    throw new CommandFailure(`ECS started nothing: ${reasons.join('; ') || 'it gives no reason'}`);
  }
  return {
    cluster: input.cluster ?? '',
    taskDefinition: tasks[0]?.taskDefinitionArn ?? '',
    taskArns: tasks.map(({ taskArn = '' }) => taskArn),
  };
}

/** Waits for as long as it takes: how long a task may run, only its owner knows. */
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
