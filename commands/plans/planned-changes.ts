import { changedResources, changedOutputs, type TerraformPlan } from './terraform-plan';

/** What a plan would do to one resource or output, for example `update aws_ecs_service.…`. */
export type PlannedChange = `${string} ${string}`;

/** Everything that a plan would change, a line each. */
export function plannedChanges(plan: TerraformPlan): PlannedChange[] {
  const resources = changedResources(plan).map(
    ({ address, change: { actions } }): PlannedChange => `${actions.join(',')} ${address}`,
  );
  const outputs = changedOutputs(plan).map(
    (name): PlannedChange => `${plan.output_changes[name]?.actions.join(',')} output.${name}`,
  );
  return [...resources, ...outputs].sort();
}
