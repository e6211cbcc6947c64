import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { StackTerraform } from './stack-terraform';

const instanceSchema = z.looseObject({
  attributes: z.record(z.string(), z.unknown()).nullish(),
  status: z.string().optional(),
});
const resourceSchema = z.looseObject({
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  instances: z.array(instanceSchema),
});
const stateSchema = z.looseObject({
  version: z.literal(4),
  serial: z.number(),
  resources: z.array(resourceSchema),
});

/** A state as `terraform state pull` prints it. Everything that is not named here is kept as it is. */
export type TerraformState = z.infer<typeof stateSchema>;

/** What Terraform is to know of a resource before it reads the rest. */
export interface StateEntry {
  /** `TYPE.NAME` */
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The state of a stack, wherever it is. */
export async function pullState(stack: StackTerraform, signal?: AbortSignal): Promise<TerraformState> {
  return parseState(await stack.run(['state', 'pull'], { signal }), stack.terraform.version);
}

/** @param text - what `terraform state pull` printed: nothing, if there is no state */
export function parseState(text: string, terraformVersion: string): TerraformState {
  const empty = { version: 4, terraform_version: terraformVersion, serial: 0, lineage: randomUUID(), resources: [] };
  return stateSchema.parse(text.trim() === '' ? empty : JSON.parse(text));
}

/** The attributes of every managed resource in a state, by its address. */
export function knownResources({ resources }: TerraformState): Map<string, Readonly<Record<string, unknown>>> {
  return new Map(
    resources
      .filter(({ mode, instances }) => mode === 'managed' && instances.length > 0)
      .map(({ type, name, instances }) => [`${type}.${name}`, instances[0]?.attributes ?? {}]),
  );
}

/** Addresses of what Terraform would replace, because its creation ended with an error or was interrupted. */
export function taintedResources({ resources }: TerraformState): string[] {
  return resources
    .filter(({ mode, instances }) => mode === 'managed' && instances.some(({ status }) => status === 'tainted'))
    .map(({ type, name }) => `${type}.${name}`);
}

/**
 * The next state, with more resources.
 *
 * @param provider - its address with the host of the registry
 */
export function withEntries(state: TerraformState, entries: readonly StateEntry[], provider: string): TerraformState {
  const added = entries.map(({ address, attributes }) => {
    const [type = '', name = ''] = address.split('.');
    return {
      mode: 'managed',
      type,
      name,
      provider: `provider["${provider}"]`,
      instances: [{ schema_version: 0, attributes }],
    };
  });
  return { ...state, serial: state.serial + 1, resources: [...state.resources, ...added] };
}
