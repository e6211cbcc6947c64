import { workloadNames } from '../../lib/naming/names';
import type { CpuArchitecture, TaskConfig } from '../../lib/tasks/task-config';
import type { AdoptionPlace } from './adoption';
import { leaveOutOthers, type LeaveOut } from './left-out';
import type { TaskDefinition } from './task-definition';

/** Of the storage that every task has, in GiB. */
const INCLUDED_STORAGE = 20;

/** What is said of a task as a whole, but for its size. Names and roles are left out, until it turns out that the stack has the same. */
export function adoptTaskFields(
  definition: TaskDefinition,
  place: AdoptionPlace,
  serviceName: string,
  leaveOut: LeaveOut,
): Pick<TaskConfig, 'cpuArchitecture' | 'ephemeralStorageGiB'> {
  const { containerDefinitions: _containers, volumes: _volumes, cpu: _cpu, memory: _memory, ...fields } = definition;
  const { taskDefinitionArn: _arn, family, taskRoleArn, executionRoleArn, ...settings } = fields;
  const { networkMode, requiresCompatibilities = [], ephemeralStorage, runtimePlatform = {}, ...others } = settings;
  const { sizeInGiB = INCLUDED_STORAGE, ...otherStorage } = ephemeralStorage ?? {};
  const { cpuArchitecture, operatingSystemFamily = 'LINUX', ...otherPlatform } = runtimePlatform;
  const names = workloadNames(place.environment, serviceName);
  const replace = (field: string, value: unknown, message: string) => {
    if (value !== undefined) {
      leaveOut({ field: [field], at: [], value, message });
    }
  };
  replace('family', family, `becomes ${names.name}`);
  replace(
    'executionRoleArn',
    executionRoleArn,
    `becomes ${names.executionRole}, which the stack creates with exactly what ECS needs`,
  );
  replace(
    'taskRoleArn',
    taskRoleArn,
    `becomes ${names.taskRole}, which the stack creates; say in taskPermissions what of the policies of this one is needed`,
  );
  replace('networkMode', networkMode === 'awsvpc' ? undefined : networkMode, 'Fargate has awsvpc alone');
  const runsOnFargate = requiresCompatibilities.length === 0 || requiresCompatibilities.includes('FARGATE');
  replace(
    'requiresCompatibilities',
    runsOnFargate ? undefined : requiresCompatibilities,
    'the service runs on Fargate',
  );
  leaveOutOthers(others, { field: [], at: [], leaveOut });
  leaveOutOthers(otherStorage, { field: ['ephemeralStorage'], at: [], leaveOut });
  leaveOutOthers(
    { ...otherPlatform, ...(operatingSystemFamily !== 'LINUX' && { operatingSystemFamily }) },
    { field: ['runtimePlatform'], at: [], leaveOut },
  );
  return {
    ...(cpuArchitecture !== undefined && { cpuArchitecture: cpuArchitecture as CpuArchitecture }),
    ...(sizeInGiB !== INCLUDED_STORAGE && { ephemeralStorageGiB: sizeInGiB }),
  };
}
