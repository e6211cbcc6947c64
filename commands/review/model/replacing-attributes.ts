import type { Attributes } from './attributes';
import { canonical } from './attributes';

/**
 * The attributes that cannot be changed in place, of types where all of them are known. What else is changed of these is changed in place.
 *
 * The tests of any change of the configuration, which plan with the real provider, show the same of most of them.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs
 */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_metric_alarm: ['alarm_name'],
  aws_ecs_service: ['cluster', 'launch_type', 'name', 'scheduling_strategy'],
  aws_iam_role_policy: ['name', 'name_prefix', 'role'],
  aws_lb_target_group: [
    ...['ip_address_type', 'name', 'name_prefix', 'port', 'protocol', 'protocol_version', 'target_type', 'vpc_id'],
  ],
  aws_vpc: ['cidr_block'],
};

/** Changed in place, whatever has them. */
const IN_PLACE = new Set(['tags', 'tags_all']);

/** Whether a change of these attributes replaces a resource, as far as it is known without a plan. */
export function replacementOf(
  type: string,
  changed: readonly string[],
): { readonly replacedBy: string[]; readonly mayBeReplaced: boolean } {
  const others = changed.filter((attribute) => !IN_PLACE.has(attribute));
  // Every registration is another revision.
  if (type === 'aws_ecs_task_definition') {
    return { replacedBy: others, mayBeReplaced: false };
  }
  const known = REPLACING[type];
  return known === undefined
    ? { replacedBy: [], mayBeReplaced: others.length > 0 }
    : { replacedBy: others.filter((attribute) => known.includes(attribute)), mayBeReplaced: false };
}

/** The names of the attributes that differ, in order. */
export function differing(before: Attributes, after: Attributes): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => canonical(before[name]) !== canonical(after[name]))
    .sort();
}
