import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import type { PolicyDocument } from '../aws/policy-document';

export interface ServiceRoleProps {
  /** Name of the role, up to 64 characters. */
  readonly name: string;

  /** Who may assume the role. */
  readonly trustPolicy: PolicyDocument;

  /** All that the role may do; a policy without statements is left out. */
  readonly policy: PolicyDocument;
}

/** A role that an AWS service assumes, with one inline policy: nothing from AWS-managed ones, which grant more than is needed. */
export class ServiceRole extends Construct {
  /** ARN of the role. */
  public readonly roleArn: string;

  /** What must exist before the role is used. */
  public readonly policies: readonly IamRolePolicy[];

  constructor(scope: Construct, id: string, { name, trustPolicy, policy }: ServiceRoleProps) {
    super(scope, id);

    const role = new IamRole(this, 'role', { name, assumeRolePolicy: JSON.stringify(trustPolicy) });
    this.policies =
      policy.Statement.length === 0
        ? []
        : [new IamRolePolicy(this, 'policy', { name: 'access', role: role.name, policy: JSON.stringify(policy) })];
    this.roleArn = role.arn;
  }
}
