import { roleArn } from '../aws/arns';
import { imageRegistry } from '../aws/regions';
import { defaultTags, workloadNames } from '../naming/names';
import { renderValueFrom } from '../secrets/secret-names';
import { imageWithRegistry } from '../tasks/image';
import { renderContainerDefinitions } from '../tasks/task-containers';
import type { Problem } from '../validation/problems';
import type { Environment } from './environment';
import { sampleReferences } from './policy-size-rule';
import { runtimeSecrets, secretInventory } from './secret-inventory';
import { WORKLOAD_FIELDS, workloads } from './workloads';

/**
 * Of a task definition, as it is registered.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
const MAXIMUM_BYTES = 65_536;

/** Task definitions larger than ECS takes. The environment must have no other problems. */
export function taskDefinitionSizeProblems(environment: Environment): Problem[] {
  const references = sampleReferences(environment);
  const { location } = references;
  const inventory = secretInventory(environment);
  const tags = Object.entries(defaultTags(environment)).map(([key, value]) => ({ key, value }));
  return workloads(environment).flatMap((workload) => {
    const { kind, name, config } = workload;
    const names = workloadNames(environment, name);
    const definition = {
      family: names.name,
      executionRoleArn: roleArn(location, names.executionRole),
      taskRoleArn: roleArn(location, names.taskRole),
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: String(config.size.cpu),
      memory: String(config.size.memoryMiB),
      containerDefinitions: renderContainerDefinitions(environment, workload, runtimeSecrets(inventory, workload), {
        image: (reference) => imageWithRegistry(reference, imageRegistry(location)),
        valueFrom: (source) => renderValueFrom(references.secretArn(source), source),
      }),
      tags,
    };
    const bytes = Buffer.byteLength(JSON.stringify(definition));
    const message =
      `makes a task definition of ${bytes} bytes; at most ${MAXIMUM_BYTES} are allowed: give it fewer or shorter variables and ` +
      'arguments, or let the application read parameters at run time (runtimeParameters)';
    return bytes <= MAXIMUM_BYTES ? [] : [{ path: [WORKLOAD_FIELDS[kind], name], message }];
  });
}
