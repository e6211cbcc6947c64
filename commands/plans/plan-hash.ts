import { createHash } from 'node:crypto';
import { changedOutputs, changedResources, type ResourceChange, type TerraformPlan } from './terraform-plan';

const HEX_DIGITS = 16;

/**
 * Names what a plan changes, in 16 hexadecimal digits: another plan with the same hash does the same. What a plan only reads or leaves
 * as it is does not count, nor when it was made.
 */
export function planHash(plan: TerraformPlan): string {
  const resources = changedResources(plan)
    .map(describe)
    .sort((one, other) => compare(one.address + one.deposed, other.address + other.deposed));
  const outputs = changedOutputs(plan)
    .sort(compare)
    .map((name) => [name, plan.output_changes[name]]);
  return createHash('sha256').update(canonical({ resources, outputs })).digest('hex').slice(0, HEX_DIGITS);
}

/** Of a resource that is changed in place, only what differs; an attribute that stays may have been read at another time. */
function describe({ address, previous_address: previous, deposed = '', change }: ResourceChange) {
  const { actions, importing, replace_paths: replacePaths } = change;
  const before = change.before ?? {};
  const after = change.after ?? {};
  const unknown = typeof change.after_unknown === 'object' ? change.after_unknown : {};
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)])].filter(
    // Of a list or map, what is unknown is `true` in one like it.
    (key) => canonical(before[key]) !== canonical(after[key]) || canonical(unknown[key]).includes('true'),
  );
  const pick = (attributes: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(changed.map((key) => [key, attributes[key]]));
  return {
    ...{ address, previous, deposed, actions, importing, replacePaths },
    ...{ before: pick(before), after: pick(after), unknown: pick(unknown) },
  };
}

/** The same text for the same value. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, inOrder);
}

/** Objects with their keys in order. */
function inOrder(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => compare(one, other)))
    : value;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
