import { setTimeout as delay } from 'node:timers/promises';
import type { Deployment, ECSClient, Service } from '@aws-sdk/client-ecs';
import { describeService, primaryDeployment, type ServiceInEcs } from './deployed-service';

const POLL_MILLISECONDS = 2_000;

/** For so long ECS may answer with the state before a deployment. */
const UNSEEN_MILLISECONDS = 30_000;

/**
 * `replaced`: another deployment took its place. `waiting`: it continues, but the time to wait is over. `unknown`: it continues, but
 * AWS could not be asked.
 */
export type Outcome = 'completed' | 'failed' | 'replaced' | 'waiting' | 'unknown' | 'not started';

/** How a deployment of a service ended. */
export interface Ended {
  readonly outcome: Outcome;
  /** @default - it was not started */
  readonly deployment?: string;
  /** What ECS says about it, or why it could not be asked. */
  readonly reason?: string;
  /** How many tasks it was to run. 0 is no sign that a task can start. */
  readonly desiredTasks: number;
  /** Previous tasks that are still running. */
  readonly oldTasks: number;
  /** What ECS reported meanwhile, the oldest first. */
  readonly events: readonly string[];
}

/** How far a deployment is. */
export interface Progress {
  readonly deployment: string | undefined;
  readonly text: string;
  readonly failedTasks: number;
  /** As of `Ended`. */
  readonly events: readonly string[];
}

export interface FollowSettings {
  /** When to give up waiting; asked again and again. */
  readonly deadline: () => Date | undefined;
  /** Gets each change. */
  readonly report: (progress: Progress) => void;
}

/**
 * Follows a deployment by its id until it has ended. Only the id tells it from the one that rolls it back, where both have the same task
 * definition: ECS reports the service as steady in either case.
 *
 * @throws AwsFailure if AWS cannot be asked
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
 */
export async function followDeployment(
  ecs: ECSClient,
  place: Pick<ServiceInEcs, 'cluster' | 'name'>,
  { id, createdAt = new Date() }: Deployment,
  { deadline, report }: FollowSettings,
): Promise<Ended> {
  let shown = '';
  let unseenUntil = Date.now() + UNSEEN_MILLISECONDS;
  for (;;) {
    const service = (await describeService(ecs, place)) ?? {};
    const own = service.deployments?.find((deployment) => deployment.id === id);
    if (own === undefined && Date.now() < unseenUntil) {
      await delay(POLL_MILLISECONDS);
      continue;
    }
    unseenUntil = 0;
    const text = describeProgress(service, own);
    const events = eventsSince(service, createdAt);
    if (text !== shown) {
      report({ deployment: id, text, failedTasks: own?.failedTasks ?? 0, events });
      shown = text;
    }
    const outcome = outcomeOf(service, own, deadline());
    if (outcome !== undefined) {
      return {
        outcome,
        deployment: id,
        reason: (own ?? primaryDeployment(service))?.rolloutStateReason,
        desiredTasks: own?.desiredCount ?? service.desiredCount ?? 0,
        oldTasks: oldTasks(service, own),
        events,
      };
    }
    await delay(POLL_MILLISECONDS);
  }
}

/** Whether what ECS does now is to undo a deployment that failed. */
export function isRollback({ rolloutStateReason = '' }: Deployment): boolean {
  return rolloutStateReason.includes('rolling back');
}

function isRollingBack(service: Service): boolean {
  const primary = primaryDeployment(service);
  return primary !== undefined && isRollback(primary);
}

function outcomeOf(service: Service, own: Deployment | undefined, deadline: Date | undefined): Outcome | undefined {
  if (own === undefined) {
    // A failed deployment without tasks is soon gone from the list, and the one that rolls it back names it.
    return isRollingBack(service) ? 'failed' : 'replaced';
  }
  if (own.rolloutState === 'FAILED' || isRollback(own)) {
    return 'failed';
  }
  if (own.rolloutState === 'COMPLETED') {
    return 'completed';
  }
  if (own.status !== 'PRIMARY') {
    return isRollingBack(service) ? 'failed' : 'replaced';
  }
  return deadline !== undefined && new Date() > deadline ? 'waiting' : undefined;
}

function describeProgress(service: Service, own: Deployment | undefined): string {
  const { desiredCount = 0, runningCount = 0, pendingCount = 0, failedTasks = 0 } = own ?? {};
  return [
    `${runningCount} of ${desiredCount} new tasks running`,
    ...(pendingCount > 0 ? [`${pendingCount} starting`] : []),
    ...(failedTasks > 0 ? [`${failedTasks} failed`] : []),
    `${oldTasks(service, own)} previous`,
  ].join(', ');
}

function oldTasks({ deployments = [] }: Service, own: Deployment | undefined): number {
  return deployments
    .filter((deployment) => deployment !== own)
    .reduce((sum, { runningCount = 0 }) => sum + runningCount, 0);
}

/** What ECS reported of a service in a time, the oldest first. It keeps the last 100 events. */
export function eventsSince({ events = [] }: Service, since: Date, until = new Date(8.64e15)): string[] {
  return events
    .filter(({ createdAt = since }) => createdAt >= since && createdAt <= until)
    .map(({ message = '' }) => message)
    .reverse();
}
