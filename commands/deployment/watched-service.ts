import { setTimeout as delay } from 'node:timers/promises';
import type { Deployment, ECSClient, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { Environment } from '../../lib/environment/environment';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { visibleOnOneLine } from '../../lib/validation/visible-text';
import { AwsFailure } from '../aws/aws-failure';
import { CommandFailure } from '../cli/command-failure';
import type { Output } from '../cli/output';
import { describeService, primaryDeployment, type ServiceInEcs } from '../ecs/deployments/deployed-service';
import { failureReasons, reasonLines, type FailureReason } from '../ecs/deployments/failure-reasons';
import { followDeployment, isRollback, type Ended, type Progress } from '../ecs/deployments/follow-deployment';
import { lastServiceDeployment } from '../ecs/deployments/service-deployments';

const NOT_THERE = ['ServiceNotFoundException', 'ClusterNotFoundException'];

const POLL_MILLISECONDS = 2_000;

/** How often ECS is asked once more after Terraform has ended: an answer may be of some seconds ago. */
const LAST_LOOKS = 2;

/** The outcome of a deployment for one service. */
export interface WatchedService {
  readonly service: ServiceInEcs;
  /** @default - ECS was not asked to deploy it */
  readonly ended?: Ended;
  readonly reasons: readonly FailureReason[];
}

/** What a service was at before. */
export interface Before {
  /** Id of its deployment. @default - it was not deployed */
  readonly deployment: string | undefined;
  /** The last deployment in its history. @default - there is none, or it may not be read */
  readonly inHistory: string | undefined;
}

export interface WatchSettings {
  readonly before: Before;
  /** Whether Terraform has ended, so that no other deployment begins. */
  readonly hasApplied: () => boolean;
  /** When to give up waiting. */
  readonly deadline: () => Date | undefined;
  readonly report: (line: string) => void;
}

/** The deployment that a service has now. */
export async function currentDeployment(ecs: ECSClient, service: ServiceInEcs): Promise<Before> {
  const described = await describeService(ecs, service);
  if (described === undefined) {
    return { deployment: undefined, inHistory: undefined };
  }
  const inHistory = (await readableHistory(ecs, service))?.serviceDeploymentArn;
  return { deployment: primaryDeployment(described)?.id, inHistory };
}

/** Its last deployment, unless the credentials may not read it, or there is no service: Terraform may have failed before. */
async function readableHistory(ecs: ECSClient, service: ServiceInEcs): Promise<ServiceDeployment | undefined> {
  try {
    return await lastServiceDeployment(ecs, service);
  } catch (error) {
    if (error instanceof AwsFailure && (error.isAccessDenied || NOT_THERE.includes(error.code))) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The outcome by the history, where the service itself looks as if all was well: once ECS has gone back, it is steady, and shows only the
 * deployment that did so.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
 */
async function byHistory(
  ecs: ECSClient,
  service: ServiceInEcs,
  before: Before,
  ended: Ended | undefined,
): Promise<Ended | undefined> {
  if (ended !== undefined && ended.outcome !== 'completed' && ended.outcome !== 'replaced') {
    return ended;
  }
  const last = await readableHistory(ecs, service);
  const { serviceDeploymentArn, status = '', statusReason } = last ?? {};
  if (serviceDeploymentArn === before.inHistory || !status.startsWith('ROLLBACK')) {
    return ended;
  }
  const unseen = { deployment: undefined, desiredTasks: 0, oldTasks: 0, events: [] };
  const reason = status === 'ROLLBACK_FAILED' ? `Going back failed, too. ${statusReason}` : statusReason;
  return { ...unseen, ...ended, outcome: 'failed', reason };
}

/** Waits for another deployment than before, and follows that one. Rejects never because AWS cannot be asked. */
export async function watchService(
  ecs: ECSClient,
  environment: Environment,
  service: ServiceInEcs,
  settings: WatchSettings,
): Promise<WatchedService> {
  const told = new Set<string>();
  let latest: Progress | undefined;
  const reasonsOf = (deployment: string, events: readonly string[]) =>
    failureReasons(ecs, environment, service, { deployment }, events);
  const report = (progress: Progress) => {
    settings.report(`${service.workload.name}: ${progress.text}`);
    progress.events.filter((event) => !told.has(event)).forEach((event) => settings.report(`  ECS: ${event}`));
    progress.events.forEach((event) => told.add(event));
    const isFailing = progress.failedTasks > (latest?.failedTasks ?? 0);
    latest = progress;
    if (isFailing && progress.deployment !== undefined) {
      // Long before ECS gives up.
      void reasonsOf(progress.deployment, progress.events)
        .then((reasons) => reasons.flatMap(reasonLines).filter((line) => !told.has(line)))
        .then((lines) => lines.forEach((line) => settings.report((told.add(line), line))))
        .catch(() => undefined);
    }
  };
  try {
    for (let looks = 0; looks <= LAST_LOOKS; looks += settings.hasApplied() ? 1 : 0) {
      const described = await describeService(ecs, service);
      const deployment = described && newDeployment(described, settings.before.deployment);
      if (deployment !== undefined) {
        const followed = await followDeployment(ecs, service, deployment, { deadline: settings.deadline, report });
        const ended = await byHistory(ecs, service, settings.before, followed);
        const isFine = ended?.outcome === 'completed' || deployment.id === undefined;
        return { service, ended, reasons: isFine ? [] : await reasonsOf(deployment.id ?? '', followed.events) };
      }
      await delay(POLL_MILLISECONDS);
    }
    return { service, ended: await byHistory(ecs, service, settings.before, undefined), reasons: [] };
  } catch (error) {
    if (!(error instanceof CommandFailure)) {
      throw error;
    }
    const { deployment, events = [] } = latest ?? {};
    const ended = {
      outcome: 'unknown',
      deployment,
      reason: error.message,
      desiredTasks: 0,
      oldTasks: 0,
      events,
    } as const;
    return { service, ended, reasons: [] };
  }
}

/** The deployment that began since, or the one that undoes it where ECS shows that alone. */
function newDeployment(service: Service, before: string | undefined): Deployment | undefined {
  const primary = primaryDeployment(service);
  if (primary === undefined || primary.id === before) {
    return undefined;
  }
  const undone = service.deployments?.find(({ id, rolloutState }) => id !== before && rolloutState === 'FAILED');
  return isRollback(primary) ? (undone ?? primary) : primary;
}

/** The outcome in words. */
export function watchedText(
  { service, ended, reasons }: WatchedService,
  environment: Environment,
  output: Output,
): string {
  const { name } = service.workload;
  if (ended === undefined) {
    return `${name}: not deployed.`;
  }
  const { outcome, desiredTasks, oldTasks, deployment } = ended;
  const said = ended.reason === undefined ? '' : ` ${visibleOnOneLine(ended.reason)}`;
  const text = {
    completed:
      desiredTasks === 0
        ? `${output.paint('yellow', 'deployed')}, but it is to run no task, so nothing shows yet that one can start.`
        : `${output.paint('green', 'deployed')}: ${desiredTasks} new task${desiredTasks === 1 ? '' : 's'}.`,
    failed: `${output.paint('red', 'the deployment failed, and ECS goes back to the previous one')}.${said}`,
    replaced: `${output.paint('red', 'another deployment took its place')} before it was done.${said}`,
    waiting: `${output.paint('yellow', 'not done yet')}; ECS continues the deployment.`,
    unknown: `${output.paint('yellow', 'the outcome is unknown')}.${said}`,
    'not started': output.paint('red', 'not started.'),
  }[outcome];
  const { explain } = operatorCommands(environment);
  return [
    `${name}: ${text}${deployment === undefined ? '' : ` (${deployment})`}`,
    ...reasons.flatMap(reasonLines),
    ...(outcome === 'completed' ? [] : [`  Running previous tasks: ${oldTasks}. Later: ${explain(name)}`]),
  ].join('\n');
}
