import type { PolicyRule } from './policy-rule';
import { blocks, PERMISSION, texts, TRUST, type SynthesizedResource, type SynthesizedStack } from './synthesized-stack';

/** Actions that only tell what there is. */
const READS_METADATA = /^[a-z0-9-]+:(?:Describe|List)[A-Za-z]*$/;

/**
 * Other actions of this project that apply to no resource, so that a statement cannot name one.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const WITHOUT_RESOURCE = new Set([
  ...['ecr:GetAuthorizationToken', 'ecs:DeregisterTaskDefinition'],
  ...['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
    (name) => `ssmmessages:${name}`,
  ),
]);

/** Whose tokens GitHub Actions presents. */
const GITHUB_SUBJECT = 'token.actions.githubusercontent.com:sub';

/** An organization and a repository, both by their names. */
const NAMED_REPOSITORY = /^repo:[^*?:/]+\/[^*?:]+:/;

/** What roles may do, and who may be them. */
export const iamRules: readonly PolicyRule[] = [
  {
    id: 'permissions-no-administrator',
    title: 'No role may do everything',
    sources: ['FSBP IAM.1', 'CKV_AWS_62'],
    types: [PERMISSION],
    check: ifGranted(({ attributes: { Action, Resource } }) =>
      texts(Action).some((action) => /^\*(?::\*)?$/.test(action)) && texts(Resource).includes('*')
        ? 'allows every action on every resource'
        : undefined,
    ),
  },
  {
    id: 'permissions-name-actions',
    title: 'A role may do what is named, without wildcards',
    sources: ['FSBP IAM.21', 'CKV_AWS_63', 'AVD-AWS-0057', 'AwsSolutions-IAM5'],
    types: [PERMISSION],
    check: ifGranted(({ attributes: { Action, NotAction } }) => {
      const wildcard = texts(Action).find((action) => /[*?]/.test(action));
      return NotAction === undefined
        ? wildcard && `allows ${JSON.stringify(wildcard)}`
        : 'allows every action but those that it names';
    }),
  },
  {
    id: 'permissions-name-resources',
    title: 'What changes something or reads data names its resources, or has a condition',
    sources: ['CKV_AWS_290', 'CKV_AWS_355', 'AwsSolutions-IAM5'],
    types: [PERMISSION],
    check: ifGranted(({ attributes: { Action, Resource, NotResource, Condition } }) => {
      const everywhere = NotResource !== undefined || texts(Resource).includes('*');
      const action = texts(Action).find((name) => !READS_METADATA.test(name) && !WITHOUT_RESOURCE.has(name));
      return everywhere && action !== undefined && Condition === undefined
        ? `allows ${JSON.stringify(action)} on every resource`
        : undefined;
    }),
  },
  {
    id: 'role-no-aws-managed-policies',
    title: 'A role has no policies that AWS manages, which know no resource of this project',
    sources: ['CKV_AWS_274', 'AwsSolutions-IAM4'],
    types: ['aws_iam_role_policy_attachment'],
    check: ({ attributes: { policy_arn: arn } }) => {
      const name = typeof arn === 'string' ? /:iam::aws:policy\/(.+)$/.exec(arn)?.[1] : undefined;
      return name && `attaches ${name}`;
    },
  },
  {
    id: 'role-trust-named',
    title: 'Who may be a role is named',
    sources: ['CKV_AWS_60', 'CKV_AWS_61'],
    types: [TRUST],
    check: ({ attributes: { Effect, Principal } }) => {
      const principals = texts(Principal).concat(blocks(Principal).flatMap(({ AWS }) => texts(AWS)));
      const broad = principals.find((name) => name === '*' || name.endsWith(':root'));
      return Effect === 'Allow' ? broad && `trusts ${JSON.stringify(broad)}` : undefined;
    },
  },
  {
    id: 'role-trust-repository',
    title: 'A role of workflows trusts named repositories only',
    sources: ['CKV_AWS_358'],
    types: [TRUST],
    check: ({ attributes: { Effect, Principal, Condition } }) => {
      const isFederated = blocks(Principal).some(({ Federated }) => Federated !== undefined);
      if (Effect !== 'Allow' || !isFederated) {
        return undefined;
      }
      const subjects = blocks(Condition)
        .flatMap((operators) => Object.values(operators))
        .flatMap((keys) => blocks(keys).flatMap(({ [GITHUB_SUBJECT]: subject }) => texts(subject)));
      const broad = subjects.find((subject) => !NAMED_REPOSITORY.test(subject));
      return subjects.length === 0
        ? 'trusts workflows of every repository'
        : broad && `trusts ${JSON.stringify(broad)}`;
    },
  },
];

/** Only for statements that allow something. A permissions boundary, which is attached to no role, grants nothing. */
function ifGranted(check: PolicyRule['check']): PolicyRule['check'] {
  return (statement, stack) =>
    statement.attributes.Effect === 'Allow' && isGranted(statement, stack) ? check(statement, stack) : undefined;
}

function isGranted({ of: policy }: SynthesizedResource, stack: SynthesizedStack): boolean {
  return (
    policy?.type !== 'aws_iam_policy' ||
    stack.referringTo(policy, 'aws_iam_role_policy_attachment', 'policy_arn').length > 0
  );
}
