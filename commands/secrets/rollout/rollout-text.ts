import { visibleOnOneLine } from '../../../lib/validation/visible-text';
import type { Output } from '../../cli/output';
import { reasonLines, type FailureReason } from '../../ecs/deployments/failure-reasons';
import type { Ended } from '../../ecs/deployments/follow-deployment';
import { shortDate } from '../../stores/short-forms';
import type { DeployedService } from './deployed-service';
import type { StaleService } from './unknown-changes';

/** The outcome of the rollout of one service. */
export interface RolledOut {
  readonly service: DeployedService;
  readonly ended: Ended;
  readonly reasons: readonly FailureReason[];
}

export function planText(services: readonly StaleService[], output: Output): string {
  const rows = services.flatMap(({ service, changes }) => {
    const head = [service.workload.name, shortDate(service.since.toISOString())];
    return changes.length === 0
      ? [[...head, 'nothing has changed since', '', '']]
      : changes.map(({ secret, at, exact, variables }, index) => [
          ...(index === 0 ? head : ['', '']),
          secret,
          `${shortDate(at.toISOString())}${exact ? '' : ' or earlier'}`,
          variables.join(', '),
        ]);
  });
  return output.table(['service', 'tasks since', 'secret', 'changed', 'used as'], rows);
}

export function resultText({ service, ended, reasons }: RolledOut, output: Output): string {
  const { name } = service.workload;
  const said = ended.reason === undefined ? '' : ` ${visibleOnOneLine(ended.reason)}`;
  const text = {
    completed: `${output.paint('green', 'rolled out')}, with the current values.`,
    failed: `${output.paint('red', 'the deployment failed.')}${said}`,
    replaced: `${output.paint('red', 'another deployment took its place')} before it was done.${said}`,
    waiting: `${output.paint('yellow', 'not done in time')}; the deployment continues.`,
    unknown: `${output.paint('yellow', 'started')}, but its outcome is unknown.${said}`,
    'not started': `${output.paint('red', 'not started.')}${said}`,
  }[ended.outcome];
  const kept =
    ended.outcome !== 'completed' && ended.oldTasks > 0
      ? [`  Previous tasks are still running, with the values that they started with: ${ended.oldTasks}.`]
      : [];
  return [`${name}: ${text}`, ...reasons.flatMap(reasonLines), ...kept].join('\n');
}
