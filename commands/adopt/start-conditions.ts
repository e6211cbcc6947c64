import type { StartCondition } from '../../lib/tasks/container-config';
import { LOG_ROUTER } from '../../lib/tasks/workload';
import type { NamedContainer } from './adoption';
import { leaveOutOthers, type LeaveOut } from './left-out';

/**
 * What a container waits for. What every container of a stack waits for by itself is left out, as is what the log router waits for.
 *
 * @param declared - all containers that are declared
 */
export function adoptStartConditions(
  { container, at }: NamedContainer,
  declared: readonly NamedContainer[],
  leaveOut: LeaveOut,
): { dependsOn?: Readonly<Record<string, StartCondition>> } {
  const isRouter = at[0] === 'logRouter';
  const entries = (container.dependsOn ?? []).flatMap(
    ({ containerName, condition, ...others }): [string, StartCondition][] => {
      const field = ['containerDefinitions', container.name, 'dependsOn', containerName];
      leaveOutOthers(others, { field, at, leaveOut });
      const target = declared.find((one) => one.container.name === containerName)?.declaredName;
      const isImplied = target === undefined || (target === LOG_ROUTER && condition === 'START');
      if (!isImplied && !isRouter) {
        return [[target, condition as StartCondition]];
      }
      const value = { containerName: target ?? containerName, condition };
      const message = isRouter ? 'the log router starts first' : 'a declaration has no such container';
      leaveOut({ field, at, value, message });
      return [];
    },
  );
  return entries.length === 0 ? {} : { dependsOn: Object.fromEntries(entries) };
}
