import { z } from 'zod';

const attributes = z.record(z.string(), z.unknown());

const change = z.object({
  actions: z.array(z.enum(['no-op', 'create', 'read', 'update', 'delete', 'forget'])),
});

const resourceChange = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  name: z.string(),
  /** Of an earlier object that is still to be destroyed. */
  deposed: z.string().optional(),
  /** Why Terraform chose these actions, such as `replace_because_cannot_update`. */
  action_reason: z.string().optional(),
  change: change.extend({
    before: attributes.nullable(),
    after: attributes.nullable(),
    /** What is known only after it was applied. */
    after_unknown: z.union([z.boolean(), attributes]).default({}),
    /** What must not be shown: `true` in the place of such a value. */
    before_sensitive: z.unknown().optional(),
    after_sensitive: z.unknown().optional(),
    /** The attributes for which it is replaced, each as a path. */
    replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
    importing: z.object({ id: z.string().optional() }).nullish(),
  }),
});

const planSchema = z.object({
  resource_changes: z.array(resourceChange).default([]),
  /** What was changed outside Terraform since the state was written. */
  resource_drift: z.array(resourceChange).default([]),
  /** What was known before, and what the data sources say. */
  prior_state: z
    .object({
      values: z
        .object({
          root_module: z
            .object({
              resources: z
                .array(z.object({ address: z.string(), mode: z.enum(['managed', 'data']), values: attributes }))
                .default([]),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
  output_changes: z
    .record(
      z.string(),
      // What is not known yet is left out.
      change.extend({
        before: z.unknown().optional(),
        after: z.unknown().optional(),
        after_unknown: z.unknown().optional(),
      }),
    )
    .default({}),
});

/**
 * A plan, as `terraform show -json` prints it, as far as it is read here.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export type TerraformPlan = z.infer<typeof planSchema>;

/** What a plan does to one resource. */
export type ResourceChange = z.infer<typeof resourceChange>;

export function parsePlan(text: string): TerraformPlan {
  return planSchema.parse(JSON.parse(text));
}

/** What a plan would change; data that is only read is not. */
export function changedResources({ resource_changes: resources }: TerraformPlan): ResourceChange[] {
  return resources.filter(({ mode, change: { actions, importing }, previous_address: previous }) => {
    const changes = actions.some((action) => action !== 'no-op' && action !== 'read');
    return mode === 'managed' && (changes || importing != null || previous !== undefined);
  });
}

/** The outputs whose text would change. */
export function changedOutputs({ output_changes: outputs }: TerraformPlan): string[] {
  return Object.entries(outputs)
    .filter(([, { actions }]) => actions.some((action) => action !== 'no-op'))
    .map(([name]) => name);
}

/** What becomes of a resource. `forget`: Terraform no longer manages it, and it stays. */
export type PlannedAction = 'none' | 'create' | 'update' | 'replace' | 'destroy' | 'forget';

const ACTIONS: Readonly<Record<string, PlannedAction>> = {
  create: 'create',
  update: 'update',
  delete: 'destroy',
  forget: 'forget',
};

/** What a plan does to a resource; `none` also where it only moves or imports it. */
export function plannedAction({ change: { actions } }: ResourceChange): PlannedAction {
  if (actions.includes('create') && actions.includes('delete')) {
    return 'replace';
  }
  return ACTIONS[actions[0] ?? ''] ?? 'none';
}

/** Whether there is nothing to apply. */
export function isEmpty(plan: TerraformPlan): boolean {
  return changedResources(plan).length === 0 && changedOutputs(plan).length === 0;
}
