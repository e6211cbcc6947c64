import type { Environment } from '../../lib/environment/environment';
import { workloads } from '../../lib/environment/workloads';
import { configuredContainers } from '../../lib/tasks/configured-containers';
import { parseImage, type ImageReference } from '../../lib/tasks/image';
import type { CpuArchitecture } from '../../lib/tasks/task-config';

/** An image that an environment declares, with all its uses. */
export interface DeployedImage extends ImageReference {
  /** As it is deployed: with the recorded digest, if there is one. */
  readonly reference: string;
  /** Services and tasks, as messages call them. */
  readonly usedBy: readonly string[];
  readonly architectures: readonly CpuArchitecture[];
}

/** Every image of an environment once, in the order of the references. */
export function deployedImages(environment: Environment): DeployedImage[] {
  const uses = workloads(environment).flatMap(({ name, config }) =>
    configuredContainers(name, config).map(({ config: { image = '' } }) => ({
      reference: image,
      workload: name,
      architecture: config.cpuArchitecture ?? ('X86_64' as const),
    })),
  );
  return unique(uses.map(({ reference }) => reference)).map((reference) => {
    const ofImage = uses.filter((use) => use.reference === reference);
    return {
      ...parseImage(reference),
      reference,
      usedBy: unique(ofImage.map(({ workload }) => workload)),
      architectures: unique(ofImage.map(({ architecture }) => architecture)),
    };
  });
}

function unique<T extends string>(items: readonly T[]): T[] {
  return [...new Set(items)].sort();
}
