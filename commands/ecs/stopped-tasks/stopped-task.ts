import { DescribeTasksCommand, paginateListTasks, type ECSClient, type Task } from '@aws-sdk/client-ecs';
import { request } from '../../aws/aws-failure';
import { batches } from '../../aws/batches';
import { listAll } from '../../aws/pages';

/** A task that ended, as ECS reports it. */
export interface StoppedTask {
  /** Last part of its ARN. */
  readonly id: string;
  readonly stoppedAt?: Date;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly containers: readonly StoppedContainer[];
}

export interface StoppedContainer {
  readonly name: string;
  /** @default - it never ran */
  readonly exitCode?: number;
  readonly reason?: string;
}

/** A limit of the API. */
const TASKS_PER_CALL = 100;

/** Which tasks of a service are meant: those of the deployment with an id, or those that were created in a time. */
export type TaskOrigin = { readonly deployment: string } | { readonly from: Date; readonly until: Date };

/** The tasks of a service that ended, and not because there was one too many. ECS forgets them after an hour or so. */
export async function stoppedTasksOf(
  ecs: ECSClient,
  cluster: string,
  service: string,
  origin: TaskOrigin,
): Promise<StoppedTask[]> {
  const tasks = await describeTasks(ecs, cluster, await taskArns(ecs, cluster, service, 'STOPPED'));
  return tasks
    .filter((task) => isFrom(origin, task) && !(task.stoppedReason ?? '').startsWith(SCALED_DOWN))
    .map(stoppedTask);
}

function isFrom(origin: TaskOrigin, { startedBy, createdAt }: Task): boolean {
  return 'deployment' in origin
    ? startedBy === origin.deployment
    : createdAt !== undefined && createdAt >= origin.from && createdAt <= origin.until;
}

/** ECS ended it because there was one too many, which is not a failure. */
const SCALED_DOWN = 'Scaling activity initiated by';

export function taskArns(
  ecs: ECSClient,
  cluster: string,
  serviceName: string,
  desiredStatus: 'RUNNING' | 'STOPPED',
): Promise<string[]> {
  const pages = paginateListTasks({ client: ecs }, { cluster, serviceName, desiredStatus });
  return listAll('ecs:ListTasks', pages, (page) => page.taskArns);
}

export async function describeTasks(ecs: ECSClient, cluster: string, arns: readonly string[]): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const batch of batches(arns, TASKS_PER_CALL)) {
    const described = await request('ecs:DescribeTasks', () =>
      ecs.send(new DescribeTasksCommand({ cluster, tasks: batch })),
    );
    tasks.push(...(described.tasks ?? []));
  }
  return tasks;
}

export function stoppedTask({ taskArn = '', stoppedAt, stopCode, stoppedReason, containers = [] }: Task): StoppedTask {
  return {
    id: taskArn.split('/').at(-1) ?? '',
    stoppedAt,
    stopCode,
    stoppedReason,
    containers: containers.map(({ name = '', exitCode, reason }) => ({ name, exitCode, reason })),
  };
}
