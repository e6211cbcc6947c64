import { globalArn } from '../aws/arns';
import { policyDocument, type PolicyDocument } from '../aws/policy-document';
import { namePrefix, secretHierarchy } from '../naming/names';
import type { Deployed } from './metadata-statements';
import { stateArns, type StateLocation } from './state-statements';
import { actions, allow, deny } from './statements';

/** Where an environment is, and what its roles must leave alone. */
export interface BoundaryAccess {
  /** The environment. */
  readonly environment: Deployed;

  /** The other environments of its account. */
  readonly others: readonly Deployed[];

  /** The bucket of the account's states. */
  readonly states: StateLocation;
}

/**
 * What the roles of an environment may do at most, whatever policies the deployment gives them. Applications may use any service, so this
 * says what they may not: get other rights, read or change states, and act on what is another environment's.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundaryPolicy({ environment, others, states }: BoundaryAccess): PolicyDocument {
  const { location } = environment;
  const othersArns = others.flatMap((other) => arnsByName(other));
  return policyDocument([
    allow('LeaveToPolicies', ['*'], ['*']),
    deny('DenyChangingRights', [...IAM_WRITES, ...actions('account', '*'), ...actions('organizations', '*')], ['*']),
    // Schedules start tasks with roles of their environment; nothing else needs to hand on a role.
    deny('DenyPassingRoles', ['iam:PassRole'], ['*'], {
      StringNotEqualsIfExists: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    }),
    // Roles of the account that trust all of it, such as an administrator's.
    deny('DenyAssumingRoles', ['sts:AssumeRole'], [globalArn(location, 'iam', 'role/*')]),
    deny('DenyStates', ['s3:*'], stateArns(states)),
    ...(others.length === 0
      ? []
      : [
          deny('DenyOthersByName', ['*'], othersArns),
          ...[...new Set(others.map((other) => other.identity.application))].map((application, index) =>
            deny(`DenyOthersByTags${index + 1}`, ['*'], ['*'], {
              StringEquals: {
                'aws:ResourceTag/application': application,
                'aws:ResourceTag/environment': others
                  .filter((other) => other.identity.application === application)
                  .map((other) => other.identity.name),
              },
            }),
          ),
        ]),
  ]);
}

/** All that changes something in IAM, by the beginnings of its actions. */
const IAM_WRITES = actions(
  'iam',
  'Accept* Add* Associate* Attach* Change* Create* Deactivate* Delete* Detach* Disable* Enable* Put* Reject* Remove* Reset* ' +
    'Resync* Send* Set* Tag* Untag* Update* Upload*',
);

function arnsByName({ identity, location }: Deployed): string[] {
  const { partition, accountId } = location;
  const hierarchy = secretHierarchy(identity);
  return [
    `arn:${partition}:ssm:*:${accountId}:parameter/${hierarchy}/*`,
    `arn:${partition}:secretsmanager:*:${accountId}:secret:${hierarchy}/*`,
    globalArn(location, 'iam', `role/${namePrefix(identity)}-*`),
  ];
}
