import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ContainerDefinition,
  type ECSClient,
} from '@aws-sdk/client-ecs';
import type { Environment } from '../../lib/environment/environment';
import { namePrefix, workloadNames } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import type { Workload } from '../../lib/tasks/workload';
import { requestUnless } from '../aws/aws-failure';
import { CommandFailure } from '../cli/command-failure';

/** A service or scheduled task as ECS would start it now. */
export interface DeployedTask {
  /** Of the service or scheduled task. */
  readonly name: string;
  readonly taskDefinitionArn: string;
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  readonly containers: readonly ContainerDefinition[];
  /** The container that the task is about: the essential one. */
  readonly application: ContainerDefinition;
}

/**
 * Reads the task definition that a service runs with, or the latest active one of a scheduled task.
 *
 * @throws CommandFailure if it is not deployed
 */
export async function readDeployedTask(
  ecs: ECSClient,
  environment: Environment,
  workload: Workload,
): Promise<DeployedTask> {
  const id =
    workload.kind === 'service'
      ? await readServicesTaskDefinition(ecs, environment, workload)
      : workloadNames(environment, workload.name).name;
  // ECS has no error of its own for a family that it does not know.
  const answer =
    id &&
    (await requestUnless(['ClientException'], 'ecs:DescribeTaskDefinition', () =>
      ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: id })),
    ));
  if (!answer) {
    throw new CommandFailure(
      `${workload.name} is not deployed in ${environment.name}. Deploy it: ${operatorCommands(environment).deploy}`,
    );
  }
  const {
    taskDefinitionArn = '',
    executionRoleArn = '',
    taskRoleArn = '',
    containerDefinitions = [],
  } = answer.taskDefinition ?? {};
  const application = containerDefinitions.find(({ essential }) => essential);
  if (application === undefined) {
    throw new CommandFailure(`${taskDefinitionArn} has no essential container.`);
  }
  return {
    name: workload.name,
    taskDefinitionArn,
    executionRoleArn,
    taskRoleArn,
    containers: containerDefinitions,
    application,
  };
}

async function readServicesTaskDefinition(
  ecs: ECSClient,
  environment: Environment,
  workload: Workload,
): Promise<string | undefined> {
  const described = await requestUnless(['ClusterNotFoundException'], 'ecs:DescribeServices', () =>
    ecs.send(
      new DescribeServicesCommand({
        cluster: namePrefix(environment),
        services: [workloadNames(environment, workload.name).name],
      }),
    ),
  );
  // ECS still describes a service for a while that was deleted.
  return described?.services?.find(({ status }) => status === 'ACTIVE')?.taskDefinition;
}

/** The containers that must have succeeded before a container starts, in the order in which they run. */
export function containersBefore(
  { containers }: Pick<DeployedTask, 'containers'>,
  { dependsOn = [] }: ContainerDefinition,
): ContainerDefinition[] {
  const direct = dependsOn
    .filter(({ condition }) => condition === 'SUCCESS')
    .flatMap(({ containerName }) => containers.filter(({ name }) => name === containerName));
  const all = direct.flatMap((container) => [...containersBefore({ containers }, container), container]);
  return [...new Set(all)];
}
