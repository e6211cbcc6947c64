import { SimulatePrincipalPolicyCommand, type ContextEntry } from '@aws-sdk/client-iam';
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
      const [first] = group;
      const answer = await request('iam:SimulatePrincipalPolicy', () =>
        clients.iam.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: arn,
            ActionNames: [first?.action ?? ''],
            ResourceArns: group.map(({ resourceArn }) => resourceArn),
            ContextEntries: contextEntries(first?.context ?? {}),
            MaxItems: 1000,
          }),
        ),
      );
      const allowed = (answer.EvaluationResults ?? [])
        .filter(({ EvalDecision }) => EvalDecision === 'allowed')
        .map(({ EvalResourceName }) => EvalResourceName);
      return group.filter(({ resourceArn }) => !allowed.includes(resourceArn));
    },
    4,
  );
  return denied.flat();
}

function contextEntries(context: Readonly<Record<string, string>>): ContextEntry[] {
  return Object.entries(context).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyType: 'string',
    ContextKeyValues: [value],
  }));
}
