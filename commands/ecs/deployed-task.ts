import { DescribeServicesCommand, DescribeTaskDefinitionCommand, type TaskDefinition } from '@aws-sdk/client-ecs';
import { namePrefix, workloadNames } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import type { Workload } from '../../lib/tasks/workload';
import { shown } from '../../lib/validation/messages';
import { requestUnless } from '../aws/aws-failure';
import { CommandFailure } from '../cli/command-failure';
import type { Session } from '../stores/session';
import { compare, compareContainers } from './compare-containers';
import type { DeclaredTask } from './declared-task';
import { readSchedule } from './schedule';

/**
 * Makes sure that what ECS starts now is what is declared: the same containers with the same images, commands, variables and
 * secrets, the same roles, and no volume of somebody else. Whoever can register a task definition could otherwise have others run and
 * read what they like.
 *
 * @returns the ARN of its task definition
 * @throws CommandFailure with the differences, or if it is not deployed
 */
export async function requireDeployed(session: Session, declared: DeclaredTask): Promise<string> {
  const { workload } = declared;
  const { environment } = session;
  const deployed = await readDeployed(session, workload);
  const { deploy } = operatorCommands(environment);
  if (deployed === undefined) {
    throw new CommandFailure(`${workload.name} is not deployed in ${environment.name}. Deploy it: ${deploy}`);
  }
  const { taskDefinitionArn = '' } = deployed;
  const differences = differencesFrom(declared, deployed);
  if (differences.length > 0) {
    throw new CommandFailure(
      [`${workload.name} is deployed otherwise than it is declared (${taskDefinitionArn}):`, ...differences].join('\n'),
      {
        remedy: `Deploy the declaration (${deploy}), or use the checkout that was deployed. If neither explains it, find out who registered the task definition.`,
      },
    );
  }
  return taskDefinitionArn;
}

/** The task definition that is started next; undefined if it is not deployed. */
export async function readDeployed(session: Session, workload: Workload): Promise<TaskDefinition | undefined> {
  const id = await startedTaskDefinition(session, workload);
  // ECS has no error of its own for a task definition that it does not know.
  const answer =
    id &&
    (await requestUnless(['ClientException'], 'ecs:DescribeTaskDefinition', () =>
      session.clients.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: id })),
    ));
  return answer ? (answer.taskDefinition ?? {}) : undefined;
}

/** How a task definition differs from the declaration, one line for each difference. */
export function differencesFrom(
  { executionRoleArn, taskRoleArn, containers }: DeclaredTask,
  { containerDefinitions = [], volumes = [], ...roles }: TaskDefinition,
): string[] {
  return [
    ...compare('the execution role', roles.executionRoleArn, executionRoleArn),
    ...compare('the task role', roles.taskRoleArn, taskRoleArn),
    ...compareContainers(containerDefinitions, containers),
    // Declared ones belong to the task, and end with it. One of somebody else, under the same name, would keep the secret files.
    ...volumes.flatMap(({ name, host, ...settings }) =>
      compare(`the volume ${shown(name)}`, { ...host, ...settings }, {}),
    ),
  ];
}

/** What names the task definition that is started next. */
async function startedTaskDefinition(session: Session, workload: Workload): Promise<string | undefined> {
  switch (workload.kind) {
    case 'service':
      return readServicesTaskDefinition(session, workload);
    case 'scheduledTask':
      return (await readSchedule(session, workload)).taskDefinition;
    case 'task':
      // The latest revision of the family, whoever registered it.
      return workloadNames(session.environment, workload.name).name;
  }
}

async function readServicesTaskDefinition(
  { environment, clients }: Session,
  { name }: Workload,
): Promise<string | undefined> {
  const described = await requestUnless(['ClusterNotFoundException'], 'ecs:DescribeServices', () =>
    clients.ecs.send(
      new DescribeServicesCommand({
        cluster: namePrefix(environment),
        services: [workloadNames(environment, name).name],
      }),
    ),
  );
  // ECS still describes a service for a while that was deleted.
  return described?.services?.find(({ status }) => status === 'ACTIVE')?.taskDefinition;
}
