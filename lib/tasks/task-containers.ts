import { renderContainer } from './container';
import type { ContainerDefinition, ContainerReferences } from './container-definition';
import { renderSecretFilesWriter } from './secret-files-writer';
import { renderVolumesPreparer } from './task-volumes';
import { declaredContainers, type SecretUse, type TaskEnvironment, type Workload } from './workload';

/**
 * The containers of a task: those that are declared, and those that run before them to write secret files and open volumes. Equal
 * configurations give equal text, in whatever order they are written down: else a task definition is replaced for nothing.
 *
 * @param runtimeSecrets - the parameters that the application reads at run time
 */
export function renderContainerDefinitions(
  environment: TaskEnvironment,
  workload: Workload,
  runtimeSecrets: readonly SecretUse[],
  references: ContainerReferences,
): ContainerDefinition[] {
  const containers = declaredContainers(workload);
  return [
    ...containers.map((container) => renderContainer(environment, container, runtimeSecrets, references)),
    ...containers.flatMap((container) => renderSecretFilesWriter(environment, container, references)),
    ...renderVolumesPreparer(environment, workload),
  ];
}
