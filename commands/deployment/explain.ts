import type { ECSClient, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { Environment } from '../../lib/environment/environment';
import { workloadNames } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { visibleOnOneLine } from '../../lib/validation/visible-text';
import { AwsFailure } from '../aws/aws-failure';
import { CommandFailure } from '../cli/command-failure';
import { shortDate } from '../stores/short-forms';
import { describeService, primaryDeployment, type ServiceInEcs } from '../ecs/deployments/deployed-service';
import { failureReasons, reasonLines, type FailureReason } from '../ecs/deployments/failure-reasons';
import { eventsSince, isRollback } from '../ecs/deployments/follow-deployment';
import { lastServiceDeployment } from '../ecs/deployments/service-deployments';

export type Verdict = 'succeeded' | 'in progress' | 'failed';

/** How far ECS is with going back to the release before. */
type Rollback = 'done' | 'in progress' | 'failed';

/** What became of the last deployment of a service. */
export interface Explained {
  readonly service: ServiceInEcs;
  readonly verdict: Verdict;
  readonly began?: Date;
  /** @default - ECS did not go back, or it is not known */
  readonly rollback?: Rollback;
  /** In the words of ECS, each once. */
  readonly said: readonly string[];
  /** The alarms that went off during it. */
  readonly alarms: readonly string[];
  readonly reasons: readonly FailureReason[];
  /** What could not be asked. */
  readonly notes: readonly string[];
}

/** What is known of a deployment, wherever it is from. */
interface Known extends Pick<Explained, 'verdict' | 'began' | 'rollback' | 'said' | 'alarms' | 'notes'> {
  /** Up to when its own tasks were started. @default - until now */
  readonly until?: Date;
}

/**
 * Says why the last deployment of a service failed, from what ECS still knows: the deployment for 90 days, the last 100 events of the
 * service, stopped tasks for about an hour. Starts nothing.
 *
 * @throws CommandFailure if the service is not deployed, or AWS cannot be asked
 */
export async function explainLastDeployment(
  ecs: ECSClient,
  environment: Environment,
  service: ServiceInEcs,
): Promise<Explained> {
  const described = await describeService(ecs, service);
  if (described === undefined) {
    const { deploy } = operatorCommands(environment);
    throw new CommandFailure(`${service.workload.name} is not deployed in ${environment.name}. Deploy it: ${deploy}`);
  }
  const known = await lastDeployment(ecs, service, described);
  const { began, until = new Date() } = known;
  const isFine = known.verdict === 'succeeded' || began === undefined;
  const events = isFine ? [] : eventsSince(described, began, until);
  const reasons = isFine ? [] : await failureReasons(ecs, environment, service, { from: began, until }, events);
  return { ...known, service, reasons };
}

async function lastDeployment(ecs: ECSClient, service: ServiceInEcs, described: Service): Promise<Known> {
  try {
    const last = await lastServiceDeployment(ecs, service);
    return last === undefined ? fromService(described, []) : fromHistory(last);
  } catch (error) {
    if (error instanceof AwsFailure && error.isAccessDenied) {
      return fromService(described, [`Only what ECS shows of the service itself is known. ${error.message}`]);
    }
    throw error;
  }
}

const VERDICTS: Readonly<Record<string, Verdict>> = {
  SUCCESSFUL: 'succeeded',
  PENDING: 'in progress',
  IN_PROGRESS: 'in progress',
};

const ROLLBACKS: Readonly<Record<string, Rollback>> = {
  ROLLBACK_REQUESTED: 'in progress',
  ROLLBACK_IN_PROGRESS: 'in progress',
  ROLLBACK_SUCCESSFUL: 'done',
  ROLLBACK_FAILED: 'failed',
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html */
function fromHistory({
  status = 'STOPPED',
  statusReason,
  createdAt,
  finishedAt,
  stoppedAt,
  rollback,
  alarms,
}: ServiceDeployment): Known {
  return {
    verdict: VERDICTS[status] ?? 'failed',
    began: createdAt,
    rollback: ROLLBACKS[status],
    // Tasks that are started afterwards belong to the rollback.
    until: rollback?.startedAt ?? finishedAt ?? stoppedAt,
    said: once(statusReason, rollback?.reason),
    alarms: alarms?.triggeredAlarmNames ?? [],
    notes: [],
  };
}

/** Without the history: what the service still shows of a deployment that failed, or the one that undoes it. */
function fromService(service: Service, notes: readonly string[]): Known {
  const primary = primaryDeployment(service);
  const failed = service.deployments?.find(({ rolloutState }) => rolloutState === 'FAILED');
  const undone = primary !== undefined && isRollback(primary) ? primary : undefined;
  const began = failed?.createdAt ?? primary?.createdAt ?? service.createdAt;
  if (failed === undefined && undone === undefined) {
    const verdict = primary?.rolloutState === 'IN_PROGRESS' ? 'in progress' : 'succeeded';
    return { verdict, began, said: once(primary?.rolloutStateReason), alarms: [], notes };
  }
  return {
    ...{ verdict: 'failed', began, notes, alarms: [] },
    rollback: undone && 'in progress',
    until: failed === undefined ? undefined : undone?.createdAt,
    said: once(failed?.rolloutStateReason, undone?.rolloutStateReason),
  };
}

function once(...texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.flatMap((text) => (text === undefined || text === '' ? [] : [text])))];
}

const ROLLBACK_TEXTS: Readonly<Record<Rollback, string>> = {
  done: ', and ECS went back to the previous release',
  'in progress': ', and ECS is going back to the previous release',
  failed: ', and so did going back to the previous release',
};

/** In words, with what to do. */
export function explanationText(explained: Explained, environment: Environment): string {
  const { service, verdict, began, rollback, said, alarms, reasons, notes } = explained;
  const { name } = service.workload;
  const { recentLog, checkDeep } = operatorCommands(environment);
  const log = recentLog(workloadNames(environment, name).logGroup);
  const when = began === undefined ? '' : ` of ${shortDate(began.toISOString())}`;
  const isUnexplained = verdict === 'failed' && reasons.length + alarms.length === 0;
  return [
    `${name}: the last deployment${when} ${verdict === 'in progress' ? 'is in progress' : verdict}${rollback === undefined ? '' : ROLLBACK_TEXTS[rollback]}.`,
    ...(verdict === 'succeeded' ? [] : said.map((text) => `  ECS says: ${visibleOnOneLine(text)}`)),
    ...alarms.map((alarm) => `  The alarm ${alarm} went off.\n    → The log of that time shows why: ${log}`),
    ...reasons.flatMap(reasonLines),
    ...(isUnexplained
      ? [
          '  ECS shows no stopped task that would tell why: it forgets them after about an hour.',
          `    → Its log: ${log}. What would keep a task from starting: ${checkDeep}`,
        ]
      : []),
    ...notes,
  ].join('\n');
}
