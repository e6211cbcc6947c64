import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePoliciesExclusive } from '@cdktf/provider-aws/lib/iam-role-policies-exclusive';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { IamRolePolicyAttachmentsExclusive } from '@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive';
import { Construct } from 'constructs';
import type { PolicyDocument } from '../aws/policy-document';
import { DELIVERY_PATH } from './delivery-names';

export interface WorkflowRoleProps {
  /** Name of the role, up to 64 characters. */
  readonly name: string;

  /** What it is for, in a few words. */
  readonly description: string;

  /** Who may assume it. */
  readonly trustPolicy: PolicyDocument;

  /** All that it may do, by the ends of the names of its policies. */
  readonly policies: Readonly<Record<string, PolicyDocument>>;
}

/**
 * A role that a workflow assumes, for an hour at most. Its policies are managed ones, because those of a deployment are longer than what
 * a role may have inline. One that somebody else gives it is a change that Terraform shows, and takes away again.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class WorkflowRole extends Construct {
  /** ARN of the role. */
  public readonly roleArn: string;

  constructor(scope: Construct, id: string, { name, description, trustPolicy, policies }: WorkflowRoleProps) {
    super(scope, id);

    const role = new IamRole(this, 'role', {
      name,
      path: DELIVERY_PATH,
      description,
      assumeRolePolicy: JSON.stringify(trustPolicy),
    });
    const attachments = Object.entries(policies).map(([end, document]) => {
      const policy = new IamPolicy(this, `${end}-policy`, {
        name: `${name}-${end}`,
        path: DELIVERY_PATH,
        policy: JSON.stringify(document),
      });
      return new IamRolePolicyAttachment(this, `${end}-attachment`, { role: role.name, policyArn: policy.arn });
    });
    new IamRolePoliciesExclusive(this, 'exclusive-policies', { roleName: role.name, policyNames: [] });
    // References to the attachments, so that the policies are there before anything that is not listed is removed.
    new IamRolePolicyAttachmentsExclusive(this, 'exclusive-attachments', {
      roleName: role.name,
      policyArns: attachments.map(({ policyArn }) => policyArn),
    });
    this.roleArn = role.arn;
  }
}
