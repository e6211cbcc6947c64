import type { RunTaskCommandInput } from '@aws-sdk/client-ecs';
import { GetScheduleCommand, type Target } from '@aws-sdk/client-scheduler';
import { namePrefix, workloadNames } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import type { Workload } from '../../lib/tasks/workload';
import { requestUnless } from '../aws/aws-failure';
import { CommandFailure } from '../cli/command-failure';
import type { Session } from '../stores/session';

/**
 * What the deployed schedule starts.
 *
 * @throws CommandFailure if it is not deployed
 */
export async function readSchedule(
  { environment, clients }: Session,
  { name }: Workload,
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
  };
}
