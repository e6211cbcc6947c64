import type { ServiceWorkload } from '../../lib/environment/workloads';
import { serviceWorkloads } from '../../lib/environment/workloads';
import type { Environment } from '../../lib/environment/environment';
import { namePrefix, workloadNames } from '../../lib/naming/names';
import type { ServiceInEcs } from '../ecs/deployments/deployed-service';
import { changedResources, type ResourceChange, type TerraformPlan } from '../plans/terraform-plan';

/** What a plan does, by the addresses of the resources. */
export interface PlannedWork {
  readonly create: readonly string[];
  readonly change: readonly string[];
  readonly replace: readonly string[];
  readonly destroy: readonly string[];
}

export function plannedWork(plan: TerraformPlan): PlannedWork {
  const changed = changedResources(plan);
  const those = (kind: keyof PlannedWork) =>
    changed.filter((resource) => kindOf(resource) === kind).map(({ address }) => address);
  return { create: those('create'), change: those('change'), replace: those('replace'), destroy: those('destroy') };
}

/** In a few lines: how many, and by name what is replaced or destroyed. */
export function plannedWorkText(work: PlannedWork): string {
  const { create, change, replace, destroy } = work;
  return [
    `${create.length} to create, ${change.length} to change, ${replace.length} to replace, ${destroy.length} to destroy`,
    ...replace.map((address) => `  replaced: ${address}`),
    ...destroy.map((address) => `  destroyed: ${address}`),
  ].join('\n');
}

/** The services that a plan deploys. */
export function plannedServices(environment: Environment, plan: TerraformPlan): ServiceInEcs[] {
  const cluster = namePrefix(environment);
  return changedResources(plan).flatMap(({ type, change: { after } }) => {
    const workload = type === 'aws_ecs_service' ? serviceNamed(environment, after?.name) : undefined;
    return workload === undefined ? [] : [{ workload, cluster, name: workloadNames(environment, workload.name).name }];
  });
}

function serviceNamed(environment: Environment, name: unknown): ServiceWorkload | undefined {
  return serviceWorkloads(environment).find((workload) => workloadNames(environment, workload.name).name === name);
}

function kindOf({ change: { actions } }: ResourceChange): keyof PlannedWork {
  if (actions.includes('create')) {
    return actions.includes('delete') ? 'replace' : 'create';
  }
  return actions.includes('delete') || actions.includes('forget') ? 'destroy' : 'change';
}
