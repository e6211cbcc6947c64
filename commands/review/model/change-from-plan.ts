import { plannedAction, type ResourceChange as PlannedResource, type TerraformPlan } from '../../plans/terraform-plan';
import { canonical, isObject, type Attributes } from './attributes';
import { configuredResources } from './configuration';
import type { ResourceChange, StackChange } from './stack-change';
import { StackSide } from './stack-side';

/**
 * What a plan does. A plan lists every resource, also those that stay. What it does not know yet is taken from the configuration that
 * it was made of.
 *
 * @param configuration - the `cdk.tf.json` of the plan
 */
export function changeFromPlan(plan: TerraformPlan, configuration: unknown): StackChange {
  const configured = configuredResources(configuration);
  const resources = plan.resource_changes
    .filter(({ mode }) => mode === 'managed')
    .map((resource) => toChange(resource, configured.get(resource.address) ?? {}));
  const data = new Map(
    (plan.prior_state?.values?.root_module?.resources ?? [])
      .filter(({ mode }) => mode === 'data')
      .map(({ address, values }) => [address, values]),
  );
  return { resources, before: sideOf(resources, 'before', data), after: sideOf(resources, 'after', data) };
}

/** One side of a list of changes. */
export function sideOf(
  resources: readonly ResourceChange[],
  side: 'before' | 'after',
  data?: ReadonlyMap<string, Attributes>,
): StackSide {
  return new StackSide(
    resources.flatMap(({ address, type, [side]: attributes }) =>
      attributes === undefined ? [] : [{ address, type, attributes }],
    ),
    data,
  );
}

function toChange(resource: PlannedResource, configured: Attributes): ResourceChange {
  const { address, type, deposed, change } = resource;
  const { before, after, after_unknown: unknown, replace_paths: paths = [] } = change;
  const sensitive = [...new Set([...sensitiveOf(change.before_sensitive), ...sensitiveOf(change.after_sensitive)])];
  const planned =
    after === null ? undefined : { ...withoutParts(after, before, configured), ...unknownOf(unknown, configured) };
  const differs = (name: string) => canonical(before?.[name]) !== canonical(planned?.[name]);
  return {
    // An object that was to be destroyed by an earlier deployment has the address of its successor.
    address: deposed === undefined ? address : `${address} (deposed object ${deposed})`,
    type,
    action: plannedAction(resource),
    ...(before !== null && { before: { ...before, ...redacted(sensitive, () => SENSITIVE) } }),
    ...(planned !== undefined && {
      after: { ...planned, ...redacted(sensitive, (name) => (differs(name) ? SENSITIVE_CHANGED : SENSITIVE)) },
    }),
    replacedBy: [...new Set(paths.map(([attribute]) => String(attribute)))],
    mayBeReplaced: false,
  };
}

/**
 * What is a resource of its own, such as a rule or a policy, the provider also reads as an attribute of what it belongs to. There it stays
 * as it was before until the state is read again, also in the plan that takes it away.
 */
const PARTS = ['egress', 'ingress', 'inline_policy', 'managed_policy_arns', 'policy', 'route'];

function withoutParts(after: Attributes, before: Attributes | null, configured: Attributes): Attributes {
  const isLeft = (name: string) =>
    PARTS.includes(name) && !(name in configured) && canonical(after[name]) === canonical(before?.[name]);
  return Object.fromEntries(Object.entries(after).filter(([name]) => !isLeft(name)));
}

const SENSITIVE = '(sensitive)';
const SENSITIVE_CHANGED = '(sensitive, another value)';

/** Stands in the place of values that nobody may see, from here on. */
function redacted(names: readonly string[], standIn: (name: string) => string): Attributes {
  return Object.fromEntries(names.map((name) => [name, standIn(name)]));
}

/** The attributes that are not known in whole, as the configuration has them; AWS chooses the others. */
function unknownOf(unknown: unknown, configured: Attributes): Attributes {
  const names = isObject(unknown) ? Object.keys(unknown).filter((name) => hasTrue(unknown[name])) : [];
  return Object.fromEntries(names.filter((name) => name in configured).map((name) => [name, configured[name]]));
}

/** In a plan, `true` stands where a value is not known, or sensitive. */
function hasTrue(value: unknown): boolean {
  return value === true || (typeof value === 'object' && value !== null && Object.values(value).some(hasTrue));
}

function sensitiveOf(marks: unknown): string[] {
  return isObject(marks) ? Object.keys(marks).filter((name) => hasTrue(marks[name])) : [];
}
