import { paginateSimulatePrincipalPolicy, type ContextEntry, type IAMClient } from '@aws-sdk/client-iam';
import { mapConcurrently } from '../../aws/batches';
import { listAll } from '../../aws/pages';
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
      const allowed = await allowedResources(clients.iam, arn, group);
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
  const results = await listAll('iam:SimulatePrincipalPolicy', pages, ({ EvaluationResults }) => EvaluationResults);
  return results
    .flatMap(({ EvalResourceName, EvalDecision, ResourceSpecificResults = [] }) =>
      // One result for the action; with several resources, what counts is inside it, one for each.
      ResourceSpecificResults.length > 0
        ? ResourceSpecificResults
        : [{ EvalResourceName, EvalResourceDecision: EvalDecision }],
    )
    .flatMap(({ EvalResourceName: resource, EvalResourceDecision: decision }) =>
      resource !== undefined && decision === 'allowed' ? [resource] : [],
    );
}

function contextEntries(context: Readonly<Record<string, string>>): ContextEntry[] {
  return Object.entries(context).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyType: 'string',
    ContextKeyValues: [value],
  }));
}
