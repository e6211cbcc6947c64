import { paginateSimulatePrincipalPolicy, type ContextEntry, type IAMClient } from '@aws-sdk/client-iam';
import type { DeclaredSecret } from '../../lib/secrets/secret-inventory';
import { request } from '../aws/aws-failure';
import { mapConcurrently } from '../aws/batches';
import type { Session } from './session';

/** A right that a role must have to read a secret. */
export interface Right {
  readonly secret: DeclaredSecret;
  readonly action: string;
  readonly resourceArn: string;
  /** What the conditions of policies ask for. */
  readonly context: Readonly<Record<string, string>>;
}

export function roleArn({ location }: Session, roleName: string): string {
  return `arn:${location.partition}:iam::${location.accountId}:role/${roleName}`;
}

/**
 * Those of the rights that a role does not have, as IAM evaluates its policies without acting as the role.
 *
 * @throws AwsFailure with the code `NoSuchEntity` if there is no such role
 */
export async function missingRights({ clients }: Session, arn: string, rights: readonly Right[]): Promise<Right[]> {
  const groups = new Map<string, Right[]>();
  for (const right of rights) {
    const key = JSON.stringify([right.action, right.context]);
    groups.set(key, [...(groups.get(key) ?? []), right]);
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

/** Those of the resources of rights, which differ in nothing else, that a role may use. */
async function allowedResources(iam: IAMClient, arn: string, rights: readonly Right[]): Promise<string[]> {
  const [first] = rights;
  const pages = paginateSimulatePrincipalPolicy(
    { client: iam },
    {
      PolicySourceArn: arn,
      ActionNames: [first?.action ?? ''],
      ResourceArns: rights.map(({ resourceArn }) => resourceArn),
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
