import { paginateSimulatePrincipalPolicy, type ContextEntry, type IAMClient } from '@aws-sdk/client-iam';
import { request } from '../../aws/aws-failure';
import { mapConcurrently } from '../../aws/batches';
import type { Session } from '../../stores/session';
import type { NeededPermission } from './permissions';

/**
 * Those of the permissions that a role does not have, as IAM evaluates its policies without acting as the role.
 *
 * @throws AwsFailure with the code `NoSuchEntity` if there is no such role
 */
export async function missingPermissions(
  { clients }: Session,
  arn: string,
  permissions: readonly NeededPermission[],
): Promise<NeededPermission[]> {
  const groups = new Map<string, NeededPermission[]>();
  for (const permission of permissions) {
    const key = JSON.stringify([permission.action, permission.context]);
    groups.set(key, [...(groups.get(key) ?? []), permission]);
  }
  const denied = await mapConcurrently(
    [...groups.values()],
    async (group) => {
      const allowed = await request('iam:SimulatePrincipalPolicy', () => allowedResources(clients.iam, arn, group));
      return group.filter(({ resourceArn }) => !allowed.includes(resourceArn));
    },
    4,
  );
  return denied.flat();
}

/** Those of the resources of permissions, which differ in nothing else, that a role may use. */
async function allowedResources(
  iam: IAMClient,
  arn: string,
  permissions: readonly NeededPermission[],
): Promise<string[]> {
  const [first] = permissions;
  const pages = paginateSimulatePrincipalPolicy(
    { client: iam },
    {
      PolicySourceArn: arn,
      ActionNames: [first?.action ?? ''],
      ResourceArns: permissions.map(({ resourceArn }) => resourceArn),
      ContextEntries: contextEntries(first?.context ?? {}),
    },
  );
  const allowed: string[] = [];
  for await (const { EvaluationResults = [] } of pages) {
    for (const { EvalResourceName, EvalDecision, ResourceSpecificResults = [] } of EvaluationResults) {
      // One result for the action; with several resources, what counts is inside it, one for each.
      const decisions =
        ResourceSpecificResults.length > 0
          ? ResourceSpecificResults
          : [{ EvalResourceName, EvalResourceDecision: EvalDecision }];
      for (const { EvalResourceName: resource, EvalResourceDecision: decision } of decisions) {
        if (resource !== undefined && decision === 'allowed') {
          allowed.push(resource);
        }
      }
    }
  }
  return allowed;
}

function contextEntries(context: Readonly<Record<string, string>>): ContextEntry[] {
  return Object.entries(context).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyType: 'string',
    ContextKeyValues: [value],
  }));
}
