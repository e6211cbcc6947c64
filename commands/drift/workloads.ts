import { paginateListServices } from '@aws-sdk/client-ecs';
import { paginateListSchedules } from '@aws-sdk/client-scheduler';
import { scheduledTaskWorkloads, serviceWorkloads } from '../../lib/environment/workloads';
import { namePrefix, workloadNames } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { listAll } from '../aws/pages';
import type { Session } from '../stores/session';
import { remedyForUndeclared, type Drift } from './drift';

/** Services of the environment's cluster, and schedules of its group, that are not declared. */
export async function workloadDrift({ environment, clients: { ecs, scheduler } }: Session): Promise<Drift[]> {
  const prefix = namePrefix(environment);
  const commands = operatorCommands(environment);
  const services = await listAll(
    'ecs:ListServices',
    paginateListServices({ client: ecs, pageSize: 100 }, { cluster: prefix }),
    ({ serviceArns }) => serviceArns?.map((arn) => arn.replace(/^.*\//, '')),
    ['ClusterNotFoundException'],
  );
  const schedules = await listAll(
    'scheduler:ListSchedules',
    paginateListSchedules({ client: scheduler }, { GroupName: prefix }),
    ({ Schedules }) => Schedules?.map(({ Name = '' }) => Name),
    ['ResourceNotFoundException'],
  );
  const namesOf = (all: readonly { readonly name: string }[]) =>
    new Set(all.map(({ name }) => workloadNames(environment, name).name));
  const declaredServices = namesOf(serviceWorkloads(environment));
  const declaredSchedules = namesOf(scheduledTaskWorkloads(environment));
  return [
    ...services
      .filter((name) => !declaredServices.has(name))
      .map((name) => ({
        resource: `service ${name}`,
        found: `runs in the cluster ${prefix}`,
        declared: 'no service of this name',
        remedy: remedyForUndeclared(commands.deleteService(prefix, name)),
      })),
    ...schedules
      .filter((name) => !declaredSchedules.has(name))
      .map((name) => ({
        resource: `schedule ${name}`,
        found: `is in the group ${prefix}`,
        declared: 'no scheduled task of this name',
        remedy: remedyForUndeclared(commands.deleteSchedule(prefix, name)),
      })),
  ];
}
