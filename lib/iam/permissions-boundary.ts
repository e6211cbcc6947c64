import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { Aspects } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * Gives a permissions boundary to every role below a construct, whoever creates it: no role can be forgotten.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function limitRoles(scope: IConstruct, permissionsBoundaryArn: string): void {
  Aspects.of(scope).add({
    visit: (node) => {
      if (node instanceof IamRole) {
        node.permissionsBoundary = permissionsBoundaryArn;
      }
    },
  });
}
