import { securityGroupName, workloadNames } from '../naming/names';
import { memberGroups, type MemberGroup, type NetworkMember } from '../network/member-groups';
import { declaredContainers, type Workload } from '../tasks/workload';
import type { Environment } from './environment';
import type { EnvironmentConfig } from './environment-config';
import { workloads } from './workloads';

/** Name of the security group that a service or task is in. */
export function taskGroupName(environment: Environment, { name }: Pick<Workload, 'name'>): string {
  return environment.network.securityGroups === 'perService'
    ? workloadNames(environment, name).securityGroup
    : securityGroupName(environment);
}

/** The security groups of the services and tasks that each have their own; none where they share one. */
export function taskGroups(environment: Environment): (MemberGroup & { readonly groupName: string })[] {
  const members = environment.network.securityGroups === 'perService' ? networkMembers(environment) : [];
  return memberGroups(members).map((group) => ({ ...group, groupName: taskGroupName(environment, group) }));
}

/** The services and tasks of an environment, with who may reach each of them. */
function networkMembers(environment: EnvironmentConfig): NetworkMember[] {
  return workloads(environment).map((workload) => ({
    name: workload.name,
    ports: declaredContainers(workload).flatMap(({ kind, config: { port } }) =>
      kind === 'logRouter' ? [] : (port ?? []),
    ),
    ...accessOf(workload),
  }));
}

function accessOf(workload: ReturnType<typeof workloads>[number]): Pick<NetworkMember, 'allowFrom' | 'ingress'> {
  const { allowFrom = [], ingress = [] } = workload.kind === 'service' ? workload.config : {};
  return { allowFrom, ingress };
}
