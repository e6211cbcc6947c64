import { sideOf } from './change-from-plan';
import { configuredData, configuredResources, leftAsTheyAre } from './configuration';
import { differing, replacementOf } from './replacing-attributes';
import type { ResourceChange, StackChange } from './stack-change';

/**
 * What differs between two configurations, without a state: what was deployed, and what AWS says, is not known.
 *
 * @param base - the `cdk.tf.json` of before
 * @param head - the `cdk.tf.json` of after
 */
export function changeFromConfigurations(base: unknown, head: unknown): StackChange {
  const [before, after] = [configuredResources(base), configuredResources(head)];
  const addresses = [...new Set([...before.keys(), ...after.keys()])].sort();
  const left = leftAsTheyAre(head);
  const all = addresses.map((address) => ({
    address,
    before: before.get(address),
    after: (left.has(address) ? before.get(address) : undefined) ?? after.get(address),
  }));
  const given = all.map((resource) => ({ ...resource, ...typeOf(resource.address), ...UNCHANGED }));
  // Compared once the references are resolved: a name that became a reference to the same name is no change.
  const [one, other] = [
    sideOf(given.map(present), 'before', configuredData(base)),
    sideOf(given.map(present), 'after', configuredData(head)),
  ];
  const resolved = { before: byAddress(one), after: byAddress(other) };
  const resources = given.map((resource) => compare(present(resource), resolved));
  return { resources, before: one, after: other };
}

const UNCHANGED = { action: 'none', replacedBy: [], mayBeReplaced: false } as const;

type Given = Omit<ResourceChange, 'before' | 'after'> & {
  readonly before: ResourceChange['before'] | undefined;
  readonly after: ResourceChange['after'] | undefined;
};

function present({ before, after, ...resource }: Given): ResourceChange {
  return { ...resource, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function typeOf(address: string): { readonly type: string } {
  return { type: address.slice(0, address.indexOf('.')) };
}

function byAddress(side: StackChange['before']) {
  return new Map(side.all().map(({ address, attributes }) => [address, attributes]));
}

function compare(
  resource: ResourceChange,
  resolved: Readonly<Record<'before' | 'after', ReturnType<typeof byAddress>>>,
): ResourceChange {
  const [before, after] = [resolved.before.get(resource.address), resolved.after.get(resource.address)];
  if (before === undefined || after === undefined) {
    return { ...resource, action: before === undefined ? 'create' : 'destroy' };
  }
  const changed = differing(before, after);
  const replacement = replacementOf(resource.type, changed);
  const action = replacement.replacedBy.length > 0 ? 'replace' : changed.length > 0 ? 'update' : 'none';
  return { ...resource, action, ...replacement };
}
