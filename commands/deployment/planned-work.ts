import { serviceWorkloads } from '../../lib/environment/workloads';
import type { Environment } from '../../lib/environment/environment';
import { serviceInEcs, type ServiceInEcs } from '../ecs/deployments/deployed-service';
import { changedResources, plannedAction, type PlannedAction, type TerraformPlan } from '../plans/terraform-plan';

/** What a plan does, by the addresses of the resources. */
export interface PlannedWork {
  readonly create: readonly string[];
  readonly change: readonly string[];
  readonly replace: readonly string[];
  readonly destroy: readonly string[];
}

export function plannedWork(plan: TerraformPlan): PlannedWork {
  const changed = changedResources(plan);
  const those = (...actions: readonly PlannedAction[]) =>
    changed.filter((resource) => actions.includes(plannedAction(resource))).map(({ address }) => address);
  return {
    create: those('create'),
    // What is only moved or imported changes in the state.
    change: those('update', 'none'),
    replace: those('replace'),
    destroy: those('destroy', 'forget'),
  };
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
  const services = serviceWorkloads(environment).map((workload) => serviceInEcs(environment, workload));
  return changedResources(plan).flatMap(({ type, change: { after } }) =>
    type === 'aws_ecs_service' ? services.filter(({ name }) => name === after?.name) : [],
  );
}
