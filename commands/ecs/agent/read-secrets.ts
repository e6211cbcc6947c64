import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { CommandFailure } from '../../cli/command-failure';
import type { DeployedTask } from '../deployed-task';
import { readAsEcs, type Reader } from './read-as-ecs';
import { splitValueFrom } from './value-from';

/**
 * The secrets that containers of a task get, by variable.
 *
 * @throws CommandFailure that names all that ECS could not inject
 */
export async function readSecrets(
  { name: task }: DeployedTask,
  reader: Reader,
  containers: readonly ContainerDefinition[],
): Promise<Map<ContainerDefinition, Record<string, string>>> {
  const injected = containers.flatMap((container) =>
    (container.secrets ?? []).map(({ name = '', valueFrom = '' }) => ({
      container,
      variable: name,
      reference: splitValueFrom(valueFrom),
      recipient: `${container.name ?? ''}: ${name}`,
    })),
  );

  const problems: string[] = [];
  const values = new Map<ContainerDefinition, Record<string, string>>();
  for (const { container, variable, reference, recipient, reading } of await readAsEcs(reader, injected)) {
    if ('problem' in reading) {
      problems.push(`${recipient}: ${reference.id} ${reading.message}`);
    } else {
      values.set(container, { ...values.get(container), [variable]: reading.value });
    }
  }
  if (problems.length > 0) {
    throw new CommandFailure([`ECS could not start ${task}:`, ...new Set(problems)].join('\n'));
  }
  return values;
}
