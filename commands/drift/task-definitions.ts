import { oneOffTaskWorkloads, type OneOffTaskWorkload } from '../../lib/environment/workloads';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { mapConcurrently } from '../aws/batches';
import { declareTask, MissingSecret } from '../ecs/declared-task';
import { differencesFrom, readDeployed } from '../ecs/deployed-task';
import type { Session } from '../stores/session';
import type { Drift } from './drift';

/**
 * One-off tasks whose latest task definition is not what is declared. Services and schedules refer to a revision, so that Terraform
 * notices; to a newer one of a task that an operator starts, nothing refers.
 */
export async function taskDefinitionDrift(session: Session): Promise<Drift[]> {
  const tasks = oneOffTaskWorkloads(session.environment);
  return (await mapConcurrently(tasks, (task) => driftOf(session, task))).flat();
}

async function driftOf(session: Session, workload: OneOffTaskWorkload): Promise<Drift[]> {
  const deployed = await readDeployed(session, workload);
  if (deployed === undefined) {
    return [];
  }
  const declared = await declareTask(session, workload).catch((error: unknown) => {
    if (error instanceof MissingSecret) {
      return undefined; // The diff shows that it is missing, and nothing starts without it.
    }
    throw error;
  });
  const { taskDefinitionArn = '' } = deployed;
  const differences = declared === undefined ? [] : differencesFrom(declared, deployed);
  const { deploy, deregister } = operatorCommands(session.environment);
  return differences.length === 0
    ? []
    : [
        {
          resource: `task definition ${taskDefinitionArn.replace(/^.*\//, '')}`,
          found: `is the latest of ${workload.name}, and differs:\n${differences.join('\n')}`,
          declared: 'another one, so that npm run task does not start it',
          remedy:
            `If the declaration was changed, deploy it: ${deploy}. Otherwise find out who registered it, and remove it: ` +
            deregister(taskDefinitionArn),
        },
      ];
}
