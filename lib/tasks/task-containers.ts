import { renderApplicationContainer } from './application-container';
import type { ContainerDefinition, ContainerReferences } from './container-definition';
import { renderSecretFilesWriter } from './secret-files-writer';
import { fileSecrets, type SecretUse, type TaskEnvironment, type Workload } from './workload';

/**
 * The containers of a task: the application's, and before it, where there are secret files, the one that writes them. Equal
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
  const application = renderApplicationContainer(environment, workload, runtimeSecrets, references);
  return fileSecrets(workload).length === 0
    ? [application]
    : [application, renderSecretFilesWriter(environment, workload, references)];
}
