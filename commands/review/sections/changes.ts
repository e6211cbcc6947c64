import type { EnvironmentIdentity } from '../../../lib/naming/names';
import { containsCredential } from '../../../lib/validation/credential-patterns';
import { namesCredential } from '../../../lib/validation/credential-names';
import { shown } from '../../../lib/validation/messages';
import type { PlannedAction } from '../../plans/terraform-plan';
import { isNothing, text, type Attributes } from '../model/attributes';
import { differing } from '../model/replacing-attributes';
import { resourceName } from '../model/resource-name';
import type { StackChange } from '../model/stack-change';

/** One attribute that changes. Without `before` and `after`, it is too long to show, or may be a secret. */
export interface ChangedAttribute {
  readonly name: string;
  /** @default - not shown */
  readonly before?: string;
  /** @default - not shown */
  readonly after?: string;
}

/** One resource that does not stay as it is. */
export interface ReviewedResource {
  readonly address: string;
  /** As people know it. */
  readonly name: string;
  readonly action: Exclude<PlannedAction, 'none'>;
  /** Of a resource that is changed or replaced. */
  readonly attributes: readonly ChangedAttribute[];
  /** The attributes for which it is replaced. */
  readonly replacedBy: readonly string[];
  /** Whether it may be replaced, which only a plan can tell. */
  readonly mayBeReplaced: boolean;
}

/** What AWS answers, and what follows from what else has changed. */
const ANSWERED = new Set(['arn', 'arn_without_revision', 'id', 'revision', 'tags_all', 'task_definition_arn']);

const ORDER: readonly PlannedAction[] = ['replace', 'destroy', 'forget', 'create', 'update'];

/** Everything that is created, changed, replaced and destroyed, what may do harm first. */
export function reviewedResources(
  environment: EnvironmentIdentity,
  { resources, before, after }: StackChange,
): ReviewedResource[] {
  const [old, now] = [before, after].map((side) => new Map(side.all().map((resource) => [resource.address, resource])));
  return resources
    .flatMap(({ address, action, replacedBy, mayBeReplaced }) => {
      const [was, is] = [old?.get(address), now?.get(address)];
      const known = is ?? was;
      if (action === 'none' || known === undefined) {
        return [];
      }
      const attributes = was === undefined || is === undefined ? [] : changedAttributes(was.attributes, is.attributes);
      return [{ address, name: resourceName(environment, known), action, attributes, replacedBy, mayBeReplaced }];
    })
    .sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action) || (a.name < b.name ? -1 : 1));
}

function changedAttributes(before: Attributes, after: Attributes): ChangedAttribute[] {
  // In a plan, what AWS will choose is missing, and what it chose may be given as empty.
  const changed = differing(before, after).filter((name) => !isNothing(before[name]) || !isNothing(after[name]));
  const told = changed.filter((name) => !ANSWERED.has(name));
  // Default tags of the provider are in no other attribute.
  const names = told.length === 0 ? changed.filter((name) => name === 'tags_all') : told;
  return names.map((name) =>
    namesCredential(name, 'unknown') || /_wo(?:_version)?$/.test(name)
      ? { name }
      : { name, ...shownPair(before[name], after[name]) },
  );
}

/** Only what is short, and certainly no secret. */
function shownPair(before: unknown, after: unknown): Pick<ChangedAttribute, 'before' | 'after'> {
  const [one, other] = [shownValue(before), shownValue(after)];
  return one === undefined || other === undefined ? {} : { before: one, after: other };
}

function shownValue(value: unknown): string | undefined {
  if (value === undefined || value === null) {
    return 'nothing';
  }
  const given = text(value);
  if (given === undefined || given.length > 120 || given.includes('${') || /^[[{]/.test(given)) {
    return undefined;
  }
  return containsCredential(given) ? undefined : typeof value === 'string' ? shown(value) : given;
}
