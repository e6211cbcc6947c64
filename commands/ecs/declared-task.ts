import { roleArn } from '../../lib/aws/arns';
import { imageRegistry } from '../../lib/aws/regions';
import { runtimeSecrets } from '../../lib/environment/secret-inventory';
import { workloadNames } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { placedName } from '../../lib/secrets/secret-location';
import { renderValueFrom, secretArn, secretKey } from '../../lib/secrets/secret-names';
import type { SecretSource } from '../../lib/secrets/secret-source';
import type { ContainerDefinition } from '../../lib/tasks/container-definition';
import { imageWithRegistry } from '../../lib/tasks/image';
import { renderContainerDefinitions } from '../../lib/tasks/task-containers';
import type { Workload } from '../../lib/tasks/workload';
import { CommandFailure } from '../cli/command-failure';
import type { Session } from '../stores/session';

/** A service or task as it would be deployed now, by its declaration. */
export interface DeclaredTask {
  readonly workload: Workload;
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  readonly containers: readonly ContainerDefinition[];
  /** The ARN of a parameter, or of a secret with its suffix. */
  readonly arnOf: (source: SecretSource) => string;
}

/** A secret of which the stack renders the ARN is not there. */
export class MissingSecret extends CommandFailure {}

/**
 * Renders what the stack renders. Of AWS it asks only what the declaration cannot know: the ends of the ARNs of secrets.
 *
 * @throws MissingSecret if a secret does not exist
 */
export async function declareTask(session: Session, workload: Workload): Promise<DeclaredTask> {
  const { environment, location, inventory } = session;
  const arnOf = await secretArns(session, workload);
  const { executionRole, taskRole } = workloadNames(environment, workload.name);
  const containers = renderContainerDefinitions(environment, workload, runtimeSecrets(inventory, workload), {
    image: (reference) => imageWithRegistry(reference, imageRegistry(location)),
    valueFrom: (source) => renderValueFrom(arnOf(source), source),
  });
  return {
    workload,
    executionRoleArn: roleArn(location, executionRole),
    taskRoleArn: roleArn(location, taskRole),
    containers,
    arnOf,
  };
}

async function secretArns(session: Session, workload: Workload): Promise<DeclaredTask['arnOf']> {
  const { environment, location, inventory, stores } = session;
  const arns = new Map<string, string>();
  const incomplete = [];
  for (const secret of inventory.filter(({ uses }) => uses.some((use) => use.workload.name === workload.name))) {
    const arn = secretArn(location, secret);
    arns.set(secretKey(environment, secret.source), arn);
    if (arn.includes('?')) {
      incomplete.push(secret);
    }
  }
  const found = await stores.describe(incomplete, 'now');
  for (const secret of incomplete) {
    const stored = found.get(secret);
    if (stored === undefined) {
      throw new MissingSecret(
        `${placedName(secret.source, secret.storedName)}, which ${workload.name} gets, does not exist. ` +
          `Deploying creates what the environment manages: ${operatorCommands(environment).deploy}`,
      );
    }
    arns.set(secretKey(environment, secret.source), stored.arn);
  }
  return (source) => arns.get(secretKey(environment, source)) ?? '';
}
