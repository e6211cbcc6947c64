import { setTimeout as delay } from 'node:timers/promises';
import { UpdateServiceCommand, type Deployment, type ECSClient, type Service } from '@aws-sdk/client-ecs';
import { request } from '../../aws/aws-failure';
import { CommandFailure } from '../../cli/command-failure';
import { describeService, primaryDeployment, type DeployedService } from './deployed-service';

const POLL_MILLISECONDS = 2_000;

/** For so long ECS may answer with the state before a deployment. */
const UNSEEN_MILLISECONDS = 30_000;

/**
 * `replaced`: another deployment took its place. `waiting`: it continues, but the time to wait is over. `unknown`: it continues, but
 * AWS could not be asked.
 */
export type Outcome = 'completed' | 'failed' | 'replaced' | 'waiting' | 'unknown' | 'not started';

export interface Ended {
  readonly outcome: Outcome;
  /** @default - it was not started */
  readonly deployment?: string;
  /** What ECS says about it, or why it could not be asked. */
  readonly reason?: string;
  /** Previous tasks that are still running. */
  readonly oldTasks: number;
  /** What ECS reported meanwhile, the oldest first. */
  readonly events: readonly string[];
}

/** Has ECS replace the tasks of a service by new ones of the same task definition, which is how they get changed values. */
export async function replaceTasks(
  ecs: ECSClient,
  service: DeployedService,
  { deadline, report }: { readonly deadline: Date; readonly report: (progress: string) => void },
): Promise<Ended> {
  const { cluster, name } = service;
  let deployment: Deployment | undefined;
  try {
    const updated = await request('ecs:UpdateService', () =>
      ecs.send(new UpdateServiceCommand({ cluster, service: name, forceNewDeployment: true })),
    );
    deployment = updated.service && primaryDeployment(updated.service);
    return await follow(ecs, service, deployment ?? {}, deadline, report);
  } catch (error) {
    if (!(error instanceof CommandFailure)) {
      throw error;
    }
    const outcome = deployment === undefined ? 'not started' : 'unknown';
    return { outcome, deployment: deployment?.id, reason: error.message, oldTasks: 0, events: [] };
  }
}

async function follow(
  ecs: ECSClient,
  { cluster, name }: DeployedService,
  { id, createdAt = new Date() }: Deployment,
  deadline: Date,
  report: (progress: string) => void,
): Promise<Ended> {
  let shown = '';
  let unseenUntil = Date.now() + UNSEEN_MILLISECONDS;
  for (;;) {
    const service = (await describeService(ecs, cluster, name)) ?? {};
    const own = service.deployments?.find((deployment) => deployment.id === id);
    if (own === undefined && Date.now() < unseenUntil) {
      await delay(POLL_MILLISECONDS);
      continue;
    }
    unseenUntil = 0;
    const progress = describeProgress(service, own);
    if (progress !== shown) {
      report(progress);
      shown = progress;
    }
    const outcome = outcomeOf(service, own, deadline);
    if (outcome !== undefined) {
      return {
        outcome,
        deployment: id,
        reason: (own ?? primaryDeployment(service))?.rolloutStateReason,
        oldTasks: oldTasks(service, own),
        events: eventsSince(service, createdAt),
      };
    }
    await delay(POLL_MILLISECONDS);
  }
}

function outcomeOf(service: Service, own: Deployment | undefined, deadline: Date): Outcome | undefined {
  if (own === undefined) {
    // A failed deployment without tasks is soon gone from the list, and the one that rolls it back names it.
    const isRollback = primaryDeployment(service)?.rolloutStateReason?.includes('rolling back') ?? false;
    return isRollback ? 'failed' : 'replaced';
  }
  if (own.rolloutState === 'COMPLETED') {
    return 'completed';
  }
  if (own.rolloutState === 'FAILED') {
    return 'failed';
  }
  if (own.status !== 'PRIMARY') {
    return 'replaced';
  }
  return new Date() > deadline ? 'waiting' : undefined;
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

function eventsSince({ events = [] }: Service, since: Date): string[] {
  return events
    .filter(({ createdAt = since }) => createdAt >= since)
    .map(({ message = '' }) => message)
    .reverse();
}
