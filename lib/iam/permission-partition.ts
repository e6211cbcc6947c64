import { AWS_PARTITIONS, partitionOf } from '../environment/aws-regions';
import { declaredFields } from '../environment/declared-workloads';
import type { Environment } from '../environment/names';
import type { Rule } from '../validation/known-object';
import { shown } from '../validation/messages';

/** The resources of a permission lie in the partition of the environment: a role has no rights in another one. */
export const permissionPartitionRule: Rule<Environment> = {
  needs: ['region'],
  check: (environment, report, isSound) => {
    const own = partitionOf(environment.region);
    if (own === undefined) {
      return;
    }
    for (const { path, value: permissions } of declaredFields('taskPermissions', environment, isSound)) {
      for (const [index, { resources }] of permissions.entries()) {
        for (const [position, resource] of resources.entries()) {
          const [, partition = ''] = resource.split(':');
          if (partition !== own && AWS_PARTITIONS.includes(partition)) {
            report(`${shown(resource)} is a resource of another partition than the environment's, ${own}`, [
              ...path,
              index,
              'resources',
              position,
            ]);
          }
        }
      }
    }
  },
};
