import { setting, settingInStatements, withStatement, type Resources, type RuleExample } from './rule-example';

const allow = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::bucket/*'] };
const permission = (changes: object) => withStatement('aws_iam_role_policy', 'policy', { ...allow, ...changes });
const boundary = (statement: object) => withStatement('aws_iam_policy', 'policy', { Effect: 'Allow', ...statement });
const attached = (statement: object): Resources => ({
  ...boundary(statement),
  aws_iam_role_policy_attachment: { a: { policy_arn: '${aws_iam_policy.example.arn}' } },
});
const attachment = (policy_arn: string): Resources => ({ aws_iam_role_policy_attachment: { a: { policy_arn } } });
const everything = { Action: '*', Resource: '*' };

const trust = (statement: object) =>
  withStatement('aws_iam_role', 'assume_role_policy', { Effect: 'Allow', Action: ['sts:AssumeRole'], ...statement });
const github = (...sub: readonly string[]) =>
  trust({
    Principal: { Federated: '${aws_iam_openid_connect_provider.main.arn}' },
    Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': sub } },
  });

const breakPermissions = (changes: object) => settingInStatements('aws_iam_role_policy', 'policy', { ...changes });
const breakTrust = (changes: object) => settingInStatements('aws_iam_role', 'assume_role_policy', { ...changes });

export const iamExamples: Readonly<Record<string, RuleExample>> = {
  'permissions-no-administrator': {
    passes: [
      permission({}),
      permission({ ...everything, Effect: 'Deny' }),
      permission({ Action: ['*'] }),
      boundary(everything),
    ],
    fails: [
      [permission(everything), 'allows every action on every resource'],
      [permission({ Action: ['s3:GetObject', '*:*'], Resource: ['*'] }), 'allows every action on every resource'],
      [attached(everything), 'allows every action on every resource'],
    ],
    breaking: breakPermissions(everything),
  },
  'permissions-name-actions': {
    passes: [permission({}), permission({ Effect: 'Deny', Action: 's3:*' }), boundary({ ...everything })],
    fails: [
      [permission({ Action: ['s3:*'] }), 'allows "s3:*"'],
      [permission({ Action: ['s3:GetObject', 's3:Put*'] }), 'allows "s3:Put*"'],
      [permission({ Action: undefined, NotAction: ['iam:*'] }), 'allows every action but those that it names'],
    ],
    breaking: breakPermissions({ Action: ['kms:*'] }),
  },
  'permissions-name-resources': {
    passes: [
      permission({}),
      permission({ Action: ['ec2:DescribeVpcs', 'ecr:GetAuthorizationToken'], Resource: ['*'] }),
      permission({ Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/environment': 'dev' } } }),
    ],
    fails: [
      [permission({ Resource: ['*'] }), 'allows "s3:GetObject" on every resource'],
      [permission({ Resource: undefined, NotResource: ['arn:aws:s3:::a'] }), 'allows "s3:GetObject" on every resource'],
      [
        permission({ Action: ['ec2:DescribeVpcs', 'ec2:DeleteVpc'], Resource: '*' }),
        'allows "ec2:DeleteVpc" on every resource',
      ],
    ],
    breaking: breakPermissions({ Resource: ['*'], Condition: undefined }),
  },
  'role-no-aws-managed-policies': {
    passes: [attachment('${aws_iam_policy.own.arn}'), attachment('arn:aws:iam::123456789012:policy/own')],
    fails: [
      [attachment('arn:aws:iam::aws:policy/AdministratorAccess'), 'attaches AdministratorAccess'],
      [
        attachment('arn:aws-cn:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'),
        'attaches service-role/AmazonECSTaskExecutionRolePolicy',
      ],
    ],
    breaking: setting('aws_iam_role_policy_attachment', { policy_arn: 'arn:aws:iam::aws:policy/IAMFullAccess' }),
  },
  'role-trust-named': {
    passes: [
      trust({ Principal: { Service: 'ecs-tasks.amazonaws.com' } }),
      trust({ Principal: { AWS: 'arn:aws:iam::123456789012:role/deploy' } }),
    ],
    fails: [
      [trust({ Principal: '*' }), 'trusts "*"'],
      [trust({ Principal: { AWS: ['*'] } }), 'trusts "*"'],
      [trust({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } }), 'trusts "arn:aws:iam::123456789012:root"'],
    ],
    breaking: breakTrust({ Principal: { AWS: '*' } }),
  },
  'role-trust-repository': {
    passes: [
      github('repo:ORG/REPO:environment:dev', 'repo:ORG/REPO:pull_request'),
      trust({ Principal: { Service: 'ecs-tasks.amazonaws.com' } }),
    ],
    fails: [
      [github(), 'trusts workflows of every repository'],
      [github('repo:ORG/REPO:pull_request', 'repo:ORG/*'), 'trusts "repo:ORG/*"'],
      [github('repo:*/REPO:ref:refs/heads/main'), 'trusts "repo:*/REPO:ref:refs/heads/main"'],
    ],
    breaking: breakTrust({ Condition: {} }),
  },
};
