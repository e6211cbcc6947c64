import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePoliciesExclusive } from '@cdktf/provider-aws/lib/iam-role-policies-exclusive';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachmentsExclusive } from '@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive';
import { Construct } from 'constructs';
import type { PolicyDocument } from '../aws/policy-document';
import { refuseToCreate } from '../aws/refuse-to-create';

export interface ServiceRoleProps {
  /** Name of the role, up to 64 characters. */
  readonly name: string;

  /** Who may assume the role. */
  readonly trustPolicy: PolicyDocument;

  /**
   * What tells whether a role of this name exists that the state does not contain: the plan fails then.
   *
   * @default - the plan succeeds, and creating the role fails
   */
  readonly existing?: ExistingRoles;

  /** All that the role may do; a policy without statements is left out. */
  readonly policy: PolicyDocument;
}

export interface ExistingRoles {
  /** An expression: the names of roles that exist. */
  readonly names: string;

  /** The command that brings what exists into the state. */
  readonly recoverCommand: string;
}

/**
 * A role that an AWS service assumes, with one inline policy: nothing from AWS-managed ones, which grant more than is needed. A policy
 * that somebody else gives it is a change that Terraform shows, and takes away again.
 */
export class ServiceRole extends Construct {
  /** ARN of the role. */
  public readonly roleArn: string;

  /** What must exist before the role is used. */
  public readonly policies: readonly IamRolePolicy[];

  constructor(scope: Construct, id: string, { name, trustPolicy, policy, existing }: ServiceRoleProps) {
    super(scope, id);

    const role = new IamRole(this, 'role', {
      name,
      assumeRolePolicy: JSON.stringify(trustPolicy),
      ...(existing &&
        refuseToCreate({
          exists: `contains(${existing.names}, "${name}")`,
          what: `The role ${name}`,
          recoverCommand: existing.recoverCommand,
        })),
    });
    this.policies =
      policy.Statement.length === 0
        ? []
        : [new IamRolePolicy(this, 'policy', { name: 'access', role: role.name, policy: JSON.stringify(policy) })];
    // The names are references, so that the policy is there before anything that is not listed is removed.
    new IamRolePoliciesExclusive(this, 'exclusive-policies', {
      roleName: role.name,
      policyNames: this.policies.map((inline) => inline.name),
    });
    new IamRolePolicyAttachmentsExclusive(this, 'exclusive-attachments', { roleName: role.name, policyArns: [] });
    this.roleArn = role.arn;
  }
}
