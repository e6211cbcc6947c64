import type { Environment } from '../environment/names';
import type { Workload } from '../environment/workloads';
import { fileSecrets } from '../secrets/secret-inventory';
import { renderApplicationContainer } from './application-container';
import type { ContainerDefinition, ContainerReferences } from './container-definition';
import { renderSecretFilesWriter } from './secret-files-writer';

/**
 * The containers of a task: the application's, and before it, where there are secret files, the one that writes them. Equal
 * configurations give equal text, in whatever order they are written down: else a task definition is replaced for nothing.
 */
export function renderContainerDefinitions(
  environment: Environment,
  workload: Workload,
  references: ContainerReferences,
): ContainerDefinition[] {
  const application = renderApplicationContainer(environment, workload, references);
  return fileSecrets(workload).length === 0
    ? [application]
    : [application, renderSecretFilesWriter(environment, workload, references)];
}
