import { operatorCommands } from '../../lib/naming/operator-commands';
import { messageOf } from '../cli/command-failure';
import { findDuplicates, type Duplicate } from '../duplicates/find-duplicates';
import { isTwiceCreatable } from '../duplicates/twice-creatable';
import { changedResources, plannedAction, type TerraformPlan } from '../plans/terraform-plan';
import type { Session } from '../stores/session';

/**
 * What AWS has twice of what a plan has created. Without such a plan nothing is asked.
 *
 * @param report - is told if it cannot be looked for, which makes nothing of the deployment undone
 */
export async function createdTwice(
  session: Session,
  plan: TerraformPlan,
  report: (line: string) => void,
): Promise<Duplicate[]> {
  const types = changedResources(plan)
    .filter((resource) => ['create', 'replace'].includes(plannedAction(resource)))
    .map(({ type }) => type);
  try {
    return await findDuplicates(session, [...new Set(types)].filter(isTwiceCreatable));
  } catch (error) {
    const { drift } = operatorCommands(session.environment);
    report(`Whether AWS created something twice could not be looked at. ${messageOf(error)} Look later: ${drift}`);
    return [];
  }
}
