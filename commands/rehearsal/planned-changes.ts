import { z } from 'zod';
import { CommandFailure } from '../cli/command-failure';
import { runProcess } from '../processes/owned-process';
import type { TerraformBinary } from '../terraform/terraform-binary';

const change = z.object({ actions: z.array(z.string()) });

const planSchema = z.object({
  resource_changes: z.array(z.object({ address: z.string(), change })).default([]),
  output_changes: z.record(z.string(), change).default({}),
});

/** What a plan would do to one resource or output, for example `update aws_ecs_service.…`. */
export type PlannedChange = `${string} ${string}`;

/**
 * Reads what the plan would change that `cdktf diff` has saved: of what that prints, the end can be lost on a busy machine.
 *
 * @param directory - of the stack
 * @param processEnvironment - all of Terraform's
 */
export async function plannedChanges(
  terraform: TerraformBinary,
  directory: string,
  processEnvironment: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<PlannedChange[]> {
  const args = ['show', '-json', 'plan'];
  const { exitCode, output } = await runProcess(terraform.name, args, { directory, processEnvironment, signal });
  if (exitCode !== 0) {
    throw new CommandFailure(output.trim(), { remedy: '`cdktf diff` should have saved the plan.' });
  }
  const { resource_changes: resources, output_changes: outputs } = planSchema.parse(JSON.parse(output));
  const all = [
    ...resources.map(({ address, change: { actions } }) => ({ address, actions })),
    ...Object.entries(outputs).map(([name, { actions }]) => ({ address: `output.${name}`, actions })),
  ];
  return all
    .map(({ address, actions }) => ({ address, action: actions.join(',') }))
    .filter(({ action }) => action !== 'no-op' && action !== 'read')
    .map(({ address, action }): PlannedChange => `${action} ${address}`)
    .sort();
}
