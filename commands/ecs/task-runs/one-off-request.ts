import type { RunTaskCommandInput } from '@aws-sdk/client-ecs';
import type { OneOffTaskWorkload } from '../../../lib/environment/workloads';
import { namePrefix } from '../../../lib/naming/names';
import { opensExecChannels } from '../../../lib/tasks/workload';
import type { Session } from '../../stores/session';
import { environmentNetwork } from '../environment-network';

export interface OneOffRun {
  /** ARN of the task definition. */
  readonly taskDefinition: string;
  /** Distinguishes the task from those of schedules and services. */
  readonly startedBy: string;
  /** Another command. @default - the declared one */
  readonly overrides?: RunTaskCommandInput['overrides'];
}

/**
 * What is asked of ECS to start a one-off task, in the network of its environment.
 *
 * @throws CommandFailure if the network is not deployed as it is declared
 */
export async function oneOffRequest(
  session: Session,
  workload: OneOffTaskWorkload,
  { taskDefinition, startedBy, overrides }: OneOffRun,
): Promise<RunTaskCommandInput> {
  const { environment } = session;
  return {
    cluster: namePrefix(environment),
    taskDefinition,
    count: 1,
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    enableECSManagedTags: true,
    enableExecuteCommand: opensExecChannels(environment, workload),
    propagateTags: 'TASK_DEFINITION',
    networkConfiguration: await environmentNetwork(session, workload),
    startedBy,
    overrides,
  };
}
