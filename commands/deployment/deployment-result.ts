import { EXIT, type CommandFailure, type ExitCode } from '../cli/command-failure';
import type { Output } from '../cli/output';
import type { Duplicate } from '../duplicates/find-duplicates';
import type { Session } from '../stores/session';
import { plannedWorkText, type PlannedWork } from './planned-work';
import type { Obstacle } from './preflight';
import { watchedText, type WatchedService } from './watched-service';

/** What is known of a deployment before Terraform changes anything. */
export interface Decided {
  readonly session: Session;
  readonly obstacles: readonly Obstacle[];
  /** Hash of the plan. @default - it was not planned */
  readonly plan?: string;
  readonly work?: PlannedWork;
}

export type DeploymentOutcome = Decided &
  (
    | { readonly outcome: 'refused' | 'nothing to do' }
    | { readonly outcome: 'not reviewed'; readonly difference: readonly string[] }
    | {
        readonly outcome: 'applied';
        readonly services: readonly WatchedService[];
        /** Why Terraform did not do all. */
        readonly failure: CommandFailure | undefined;
        readonly isInterrupted: boolean;
        /** What AWS has created twice. */
        readonly duplicates: readonly Duplicate[];
      }
  );

/** Shows what became of a deployment. Returns what the command ends with. */
export function deploymentResult(deployment: DeploymentOutcome, output: Output): ExitCode {
  const exitCode = exitCodeOf(deployment);
  output.done(data(deployment, exitCode), text(deployment, exitCode, output));
  const isTwice = deployment.outcome === 'applied' && deployment.duplicates.length > 0;
  return exitCode === EXIT.done && isTwice ? EXIT.findings : exitCode;
}

/** Of the deployment itself: what AWS created twice, by mistake, is a finding about what is deployed. */
function exitCodeOf(deployment: DeploymentOutcome): ExitCode {
  if (deployment.outcome !== 'applied') {
    return deployment.outcome === 'nothing to do' ? EXIT.done : EXIT.findings;
  }
  const { services, failure, isInterrupted } = deployment;
  const outcomes = services.flatMap(({ ended }) => ended?.outcome ?? []);
  if (isInterrupted) {
    return EXIT.interrupted;
  }
  if (outcomes.some((outcome) => outcome === 'failed' || outcome === 'replaced' || outcome === 'waiting')) {
    return EXIT.findings;
  }
  if (failure !== undefined) {
    return failure.exitCode === EXIT.findings ? EXIT.findings : EXIT.notDone;
  }
  return outcomes.includes('unknown') ? EXIT.notDone : EXIT.done;
}

function data(deployment: DeploymentOutcome, exitCode: ExitCode): object {
  const { session, outcome, obstacles, plan, work } = deployment;
  const { environment, location } = session;
  const common = {
    environment: environment.name,
    account: location.accountId,
    region: location.region,
    outcome: outcome !== 'applied' ? outcome : exitCode === EXIT.done ? 'deployed' : 'not deployed',
    findings: obstacles,
    ...{ plan, work },
  };
  if (deployment.outcome === 'not reviewed') {
    return { ...common, difference: deployment.difference };
  }
  if (deployment.outcome !== 'applied') {
    return common;
  }
  const { services, failure, duplicates } = deployment;
  return {
    ...common,
    duplicates,
    services: services.map(({ service, ended, reasons }) => {
      const { outcome: ofService = 'unchanged', deployment: id, reason, desiredTasks, oldTasks } = ended ?? {};
      return {
        service: service.workload.name,
        outcome: ofService,
        deployment: id,
        reason,
        desiredTasks,
        oldTasks,
        reasons,
      };
    }),
    error: failure?.message,
    remedy: failure?.remedy,
  };
}

function text(deployment: DeploymentOutcome, exitCode: ExitCode, output: Output): string {
  const { session, obstacles, work, plan } = deployment;
  const { name } = session.environment;
  switch (deployment.outcome) {
    case 'refused':
      return [
        ...obstacles.map(({ what, remedy }) => `${what}\n  → ${remedy}`),
        `Nothing was deployed: ${obstacles.length} finding${obstacles.length === 1 ? '' : 's'}. To deploy anyway: --despite-findings`,
      ].join('\n');
    case 'nothing to do':
      return `${name} is deployed as it is declared: nothing to do.`;
    case 'not reviewed':
      return [
        ...deployment.difference,
        ...(work === undefined ? [] : [plannedWorkText(work)]),
        `Nothing was deployed: the plan is not the reviewed one. Review this one: npm run review -- ${name}`,
      ].join('\n');
    case 'applied': {
      const { services, failure, duplicates } = deployment;
      return [
        ...services.map((service) => watchedText(service, session.environment, output)),
        ...(failure === undefined ? [] : [failure.message, ...(failure.remedy === undefined ? [] : [failure.remedy])]),
        ...(exitCode === EXIT.done ? [`${name}: plan ${plan} was applied.`] : []),
        ...duplicates.map(({ resource, found, remedy }) => `${resource} ${found}.\n  → ${remedy}`),
      ].join('\n');
    }
  }
}
