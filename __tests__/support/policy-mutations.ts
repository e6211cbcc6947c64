import type { PolicyDocument, PolicyStatement } from '../../lib/aws/policy-document';
import type { DeployedRole } from './deployed-access';

export type Mutation = (statement: PolicyStatement) => PolicyStatement;

/** A role with one statement changed. Throws if there is no such role, or no such statement in its policies. */
export function mutatedRole(
  roles: readonly DeployedRole[],
  name: string,
  sid: string,
  mutation: Mutation,
): DeployedRole {
  const role = roles.find((candidate) => candidate.name === name);
  if (role?.policies.some(({ Statement }) => Statement.some(({ Sid }) => Sid === sid)) !== true) {
    throw new Error(`no ${sid} in ${name}`);
  }
  const mutate = (policy: PolicyDocument): PolicyDocument => ({
    ...policy,
    Statement: policy.Statement.map((statement) => (statement.Sid === sid ? mutation(statement) : statement)),
  });
  return { ...role, policies: role.policies.map(mutate) };
}

export function alsoAllowing(statement: PolicyStatement, action: string): PolicyStatement {
  return { ...statement, Action: [...statement.Action, action] };
}

export function alsoOn(statement: PolicyStatement, ...resources: readonly string[]): PolicyStatement {
  return { ...statement, Resource: [...(statement.Resource ?? []), ...resources] };
}

export function withoutCondition({ Condition = {}, ...statement }: PolicyStatement, dropped: string): PolicyStatement {
  const kept = Object.entries(Condition).map(([operator, keys]) => {
    const others = Object.entries(keys).filter(([key]) => key !== dropped);
    return [operator, Object.fromEntries(others)] as const;
  });
  return { ...statement, Condition: Object.fromEntries(kept) };
}
