import { globalArn } from '../aws/arns';
import { policyDocument, type PolicyConditions, type PolicyDocument } from '../aws/policy-document';
import { ownRoles, type DeployAccess } from './deploy-access';
import { DELIVERY_PATH } from './delivery-names';
import { writeState } from './state-statements';
import { actions, allow, deny } from './statements';

/**
 * The roles of an environment, and its state. Whoever may create roles could give one of them all rights, and use it: so each of them must
 * have the boundary, which this role can neither take away, nor exchange, nor change.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function deployRolesPolicy(access: DeployAccess): PolicyDocument {
  const { environment, location, boundaryArn, states } = access;
  const roles = [ownRoles(access)];
  const bounded: PolicyConditions = { ArnEquals: { 'iam:PermissionsBoundary': boundaryArn } };
  const unbounded: PolicyConditions = { ArnNotEquals: { 'iam:PermissionsBoundary': boundaryArn } };
  const everyRole = [globalArn(location, 'iam', 'role/*')];
  const delivery = ['role', 'policy'].map((type) => globalArn(location, 'iam', `${type}${DELIVERY_PATH}*`));
  return policyDocument([
    ...writeState(states, environment),
    allow('FindRoles', ['iam:ListRoles'], ['*']),
    allow(
      'ReadRoles',
      actions(
        'iam',
        'GetRole GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies ListRoleTags',
      ),
      roles,
    ),
    allow('CreateBoundedRoles', actions('iam', 'CreateRole PutRolePermissionsBoundary PutRolePolicy'), roles, bounded),
    // What takes rights away needs no boundary. A trust policy lets somebody use no more than what the boundary leaves.
    allow(
      'ChangeRoles',
      actions('iam', 'DeleteRole DeleteRolePolicy DetachRolePolicy TagRole UntagRole UpdateRole UpdateRoleDescription'),
      roles,
    ),
    allow('ChangeTrust', ['iam:UpdateAssumeRolePolicy'], roles, bounded),
    allow('PassTaskRoles', ['iam:PassRole'], [ownRoles(access, '*-execution'), ownRoles(access, '*-task')], {
      StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    }),
    allow('PassScheduleRoles', ['iam:PassRole'], [ownRoles(access, '*-schedule')], {
      StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    }),
    allow('PassFlowLogsRole', ['iam:PassRole'], [ownRoles(access, 'flow-logs')], {
      StringEquals: { 'iam:PassedToService': 'vpc-flow-logs.amazonaws.com' },
    }),
    // Their permissions are AWS's own. The first environment of an account needs them.
    allow(
      'CreateServiceRoles',
      ['iam:CreateServiceLinkedRole'],
      [globalArn(location, 'iam', 'role/aws-service-role/*')],
      {
        StringEquals: {
          'iam:AWSServiceName': [
            'ecs.amazonaws.com',
            'ecs.application-autoscaling.amazonaws.com',
            'elasticloadbalancing.amazonaws.com',
          ],
        },
      },
    ),
    // Refused whatever another policy of this role should ever allow.
    deny(
      'DenyRolesWithoutBoundary',
      actions('iam', 'AttachRolePolicy CreateRole PutRolePermissionsBoundary PutRolePolicy'),
      everyRole,
      unbounded,
    ),
    deny('DenyTakingBoundaryAway', ['iam:DeleteRolePermissionsBoundary'], everyRole),
    deny(
      'DenyChangingBoundary',
      actions('iam', 'CreatePolicyVersion DeletePolicy DeletePolicyVersion SetDefaultPolicyVersion'),
      [boundaryArn],
    ),
    deny('DenyChangingDelivery', ['iam:*'], delivery),
  ]);
}
