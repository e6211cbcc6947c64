import type { TaskPermission } from '../../../lib/iam/task-permission';
import { shown } from '../../../lib/validation/messages';
import { problemsWith, problemsWithService, unchecked } from '../../support/configuration-problems';
import { serviceDefinition } from '../../support/environment-config';

function permissionProblems(overrides: Partial<TaskPermission>): readonly string[] {
  const permission = { actions: ['s3:PutObject'], resources: ['arn:aws:s3:::bucket/prefix/*'], ...overrides };
  return problemsWithService({ taskPermissions: [permission] }).map((problem) =>
    problem.replace(/^taskPermissions\[0\]\.?/, ''),
  );
}

describe('a resource', () => {
  test.each([
    'arn:aws:s3:::bucket',
    'arn:aws:s3:::bucket/*',
    'arn:aws:s3:::bucket/prefix/*',
    'arn:aws:s3:::bucket/*/x',
    'arn:aws:s3:ap-northeast-1:123456789012:accesspoint/reports/object/*',
    'arn:aws:sqs:ap-northeast-1:123456789012:queue',
    'arn:aws:dynamodb:ap-northeast-1:123456789012:table/orders/index/*',
    'arn:aws:logs:ap-northeast-1:123456789012:log-group:/app/web:*',
    'arn:aws:logs:ap-northeast-1:123456789012:log-group:/app/web:log-stream:*',
    'arn:aws:logs:ap-northeast-1:123456789012:log-group:app:*',
    'arn:aws:iam::123456789012:role/reader',
    'arn:aws:iam::123456789012:role/service-role/reader',
    'arn:aws:ssm:ap-northeast-1:123456789012:parameter/shop/flag',
    'arn:aws:ssm:ap-northeast-1:123456789012:automation-definition/restart:*',
    'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:database-??????',
    'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop/database-??????',
    'arn:aws:ecr:ap-northeast-1:123456789012:repository/shop/web',
    'arn:aws:kms:ap-northeast-1:123456789012:alias/shop/web',
    'arn:aws:s3::123456789012:accesspoint/alias.mrap',
    'arn:aws:s3:us-west-2:123456789012:job/1234',
    'arn:aws:s3:::bucket/\u00ff',
    'arn:aws:iam::123456789012:user/reader',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
  ])('may be %s', (resource) => {
    expect(permissionProblems({ resources: [resource] })).toEqual([]);
  });

  test.each([
    ['*', 'means every resource'],
    ['arn:aws:s3:::*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:s3:::?x', 'has a wildcard inside the name of the resource'],
    ['arn:aws:dynamodb:ap-northeast-1:123456789012:table/*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:logs:ap-northeast-1:123456789012:log-group:*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:s3:::e*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:s3:::logs-*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:s3:::exa*/*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:s3:::b?cket/x', 'has a wildcard inside the name of the resource'],
    ['arn:aws:s3:ap-northeast-1:123456789012:accesspoint/*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:dynamodb:ap-northeast-1:123456789012:table/o*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:sqs:ap-northeast-1:123456789012:q*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:iam::123456789012:role/a*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:states:ap-northeast-1:123456789012:stateMachine:*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:logs:ap-northeast-1:123456789012:log-group:/*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:logs:ap-northeast-1:123456789012:log-group:/a*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:logs:ap-northeast-1:123456789012:log-group:/app/*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:logs:ap-northeast-1:123456789012:log-group:/app/*:*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:logs:ap-northeast-1:123456789012:log-group::*', 'has a wildcard inside the name of the resource'],
    [
      'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:-??????',
      'has a wildcard inside the name of the resource',
    ],
    ['arn:aws:iam::123456789012:role/service-role/*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:iam::123456789012:policy/shop/*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:ssm:ap-northeast-1:123456789012:parameter/shop/*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:ssm:ap-northeast-1:123456789012:parameter/shop/?lag', 'has a wildcard inside the name of the resource'],
    [
      'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop/*',
      'has a wildcard inside the name of the resource',
    ],
    [
      'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop/database-*',
      'has a wildcard inside the name of the resource',
    ],
    [
      'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop/database-?????',
      'has a wildcard inside the name of the resource',
    ],
    [
      'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop/*-??????',
      'has a wildcard inside the name of the resource',
    ],
    ['arn:aws:ecr:ap-northeast-1:123456789012:repository/shop/*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:kms:ap-northeast-1:123456789012:alias/shop/*', 'has a wildcard inside the name of the resource'],
    ['arn:aws:sqs:*:123456789012:queue', 'has a wildcard before the name of the resource'],
    ['arn:aws:sqs:ap-northeast-1:*:queue', 'has a wildcard before the name of the resource'],
    ['arn:*:sqs:ap-northeast-1:123456789012:queue', 'has a wildcard before the name of the resource'],
  ])('%s needs a reason', (resource, problem) => {
    expect(permissionProblems({ resources: [resource] })).toEqual([
      `resources[0]: ${shown(resource)} ${problem}; give a reason, or narrow it`,
    ]);
    expect(permissionProblems({ resources: [resource], reason: 'The service has no resources' })).toEqual([]);
  });

  test.each([
    ['bucket', 'must be an ARN such as "arn:aws:s3:::my-logs/web/*"'],
    ['arn:aws:s3:::', 'must be an ARN such as "arn:aws:s3:::my-logs/web/*"'],
    ['arn:aws:s3', 'must be an ARN such as "arn:aws:s3:::my-logs/web/*"'],
    ...[
      'arn:aws:s3:us-east-1:123456789012:bucket',
      'arn:aws:s3:us-east-1::bucket/x',
      'arn:aws:s3:*:*:bucket/*',
      'arn:aws:s3::1:b',
    ].map((resource) => [
      resource,
      'must have neither Region nor account: the ARN of a bucket or object is "arn:aws:s3:::my-logs/web/*"',
    ]),
    ['arn:aws:iam:us-east-1:123456789012:role/reader', 'must have no Region: IAM has none'],
    ['arn:aws:iam:*:123456789012:role/reader', 'must have no Region: IAM has none'],
    ...['reader', 'rolereader', 'role:reader', 'roles/reader', 'ro*'].map((name) => [
      `arn:aws:iam::123456789012:${name}`,
      'must name the type of the resource, as in "arn:aws:iam::123456789012:role/reader"',
    ]),
    ...['arn:aws:*:ap-northeast-1:123456789012:queue', 'arn:aws:s?s:ap-northeast-1:123456789012:queue'].map(
      (resource) => [resource, 'must name its service: IAM takes no wildcard there'],
    ),
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html: [\u0009\u000A\u000D\u0020-\u00FF]+
    ...['arn:aws:s3:::bucket/\u0100', 'arn:aws:s3:::bucket/日本', 'arn:aws:s3:::bucket/🗂'].map((resource) => [
      resource,
      'has a character that IAM takes in no policy; letters of Western European languages are the last that it takes (U+00FF)',
    ]),
    ['arn:asw:s3:::bucket', 'has an unknown partition, "asw"; did you mean "aws"?'],
  ])('cannot be %s', (resource, problem) => {
    expect(permissionProblems({ resources: [resource] })).toEqual([`resources[0]: "${resource}" ${problem}`]);
  });
});

describe('the partition of a resource', () => {
  const chinese = 'arn:aws-cn:s3:::bucket/prefix/*';

  test("cannot be another than the environment's", () => {
    expect(permissionProblems({ resources: ['arn:aws:s3:::bucket', chinese] })).toEqual([
      `resources[1]: "${chinese}" is in another partition; the environment is in aws`,
    ]);
  });

  test('follows the Region, and is not judged where that is wrong', () => {
    const taskPermissions = [{ actions: ['s3:PutObject'], resources: [chinese] }];
    const services = { web: serviceDefinition({ taskPermissions }) };
    const partitionProblems = (region: string) =>
      problemsWith({ region, services }).filter((problem) => problem.includes('partition'));
    expect(partitionProblems('cn-north-1')).toEqual([]);
    expect(partitionProblems('us-gov-west-1')).toHaveLength(1);
    expect(partitionProblems('nowhere')).toEqual([]);
  });

  test('may be left open with a reason', () => {
    expect(permissionProblems({ resources: ['arn:*:s3:::bucket'], reason: 'One text for every Region' })).toEqual([]);
  });
});

describe('an action', () => {
  test.each([
    ...[
      's3:PutObject',
      's3:GetObject',
      's3:DeleteObject',
      'dynamodb:UpdateItem',
      'dynamodb:BatchWriteItem',
      'sqs:SendMessage',
    ],
    ...['sqs:DeleteMessage', 'sns:Publish', 'events:PutEvents', 'kinesis:PutRecords', 'firehose:PutRecordBatch'],
    ...[
      'states:StartExecution',
      'states:SendTaskSuccess',
      'lambda:InvokeFunction',
      'ecs:UpdateTaskProtection',
      'ecs:StopTask',
    ],
    ...[
      'cloudwatch:PutMetricData',
      'logs:PutLogEvents',
      'xray:PutTraceSegments',
      'ses:SendEmail',
      'bedrock:InvokeModel',
    ],
    ...[
      'ssm:DeleteParameter',
      'ssm:DescribeParameters',
      'secretsmanager:DescribeSecret',
      'kms:Encrypt',
      'kms:GenerateDataKey',
    ],
    ...[
      'iam:GetRole',
      'sts:GetCallerIdentity',
      'rds-db:connect',
      'codepipeline:PutJobSuccessResult',
      'ecr:BatchGetImage',
    ],
  ])('may be %s', (action) => {
    expect(permissionProblems({ actions: [action] })).toEqual([]);
  });

  test.each([
    ['s3:Put*', 'has a wildcard'],
    ['s3:*', 'has a wildcard'],
    ['s3:Get?bject', 'has a wildcard'],
    ['iam:PassRole', 'grants more than its name suggests'],
    ['iam:passrole', 'grants more than its name suggests'],
    ['iam:CreateAccessKey', 'grants more than its name suggests'],
    ['iam:CreateLoginProfile', 'grants more than its name suggests'],
    ['iam:CreateRole', 'grants more than its name suggests'],
    ['iam:PutUserPolicy', 'grants more than its name suggests'],
    ['iam:AttachUserPolicy', 'grants more than its name suggests'],
    ['iam:PutGroupPolicy', 'grants more than its name suggests'],
    ['iam:AttachGroupPolicy', 'grants more than its name suggests'],
    ['iam:AddUserToGroup', 'grants more than its name suggests'],
    ['kms:ReEncryptFrom', 'grants more than its name suggests'],
    ['ssm:SendCommand', 'grants more than its name suggests'],
    ['ssm:StartSession', 'grants more than its name suggests'],
    ['lambda:UpdateFunctionCode', 'grants more than its name suggests'],
    ['ecs:RegisterTaskDefinition', 'grants more than its name suggests'],
    ['ssm:PutParameter', 'grants more than its name suggests'],
    ['secretsmanager:PutSecretValue', 'grants more than its name suggests'],
    ['secretsmanager:UpdateSecret', 'grants more than its name suggests'],
    ['sts:AssumeRole', 'grants more than its name suggests'],
    ['kms:Decrypt', 'grants more than its name suggests'],
    ['kms:*', 'has a wildcard'],
    ['ecs:Run?ask', 'has a wildcard'],
    // What runs with another role: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    ...[
      'ecs:RunTask',
      'ecs:runtask',
      'ecs:StartTask',
      'ecs:UpdateService',
      'ecs:CreateService',
      'ecr:PutImage',
      'lambda:UpdateFunctionConfiguration',
      'lambda:CreateFunction',
      'lambda:PublishLayerVersion',
      'cloudformation:CreateStack',
      'cloudformation:ExecuteChangeSet',
      'codebuild:StartBuild',
      'codepipeline:StartPipelineExecution',
      'batch:SubmitJob',
      'glue:CreateDevEndpoint',
      'sagemaker:CreateNotebookInstance',
      'states:UpdateStateMachine',
      'scheduler:CreateSchedule',
      'events:PutTargets',
      'ec2:RunInstances',
      'ec2:AssociateIamInstanceProfile',
      'ssm:CreateAssociation',
      'ssm:StartAutomationExecution',
    ].map((action) => [action, 'grants more than its name suggests']),
    // AWS's access level "Permissions management"
    ...[
      's3:PutBucketPolicy',
      's3:DeleteBucketPolicy',
      's3:PutBucketAcl',
      'sns:AddPermission',
      'ecr:SetRepositoryPolicy',
    ].map((action) => [action, 'grants more than its name suggests']),
    // Principals and credentials
    ...[
      'iam:CreateUser',
      'iam:DeleteRolePermissionsBoundary',
      'iam:UpdateRole',
      'sts:AssumeRoleWithWebIdentity',
      'sts:AssumeRoleWithSAML',
      'sts:GetFederationToken',
      'cognito-identity:GetCredentialsForIdentity',
      'redshift:GetClusterCredentials',
      'sso:CreateAccountAssignment',
      'organizations:CreateAccount',
    ].map((action) => [action, 'grants more than its name suggests']),
    // What others read as a secret
    ...['secretsmanager:UpdateSecretVersionStage', 'secretsmanager:RotateSecret', 'kms:ReEncryptTo'].map((action) => [
      action,
      'grants more than its name suggests',
    ]),
  ])('%s needs a reason', (action, problem) => {
    expect(permissionProblems({ actions: [action] })).toEqual([
      `actions[0]: "${action}" ${problem}; give a reason, or narrow it`,
    ]);
    expect(permissionProblems({ actions: [action], reason: 'Reads encrypted objects' })).toEqual([]);
  });

  test.each([
    ['ssm:GetParameter', 'ssm:GetParameter'],
    ['SSM:getparameters', 'ssm:GetParameters'],
    ['ssm:GetParametersByPath', 'ssm:GetParametersByPath'],
    ['ssm:GetParameterHistory', 'ssm:GetParameterHistory'],
    ['ssm:Get*', 'ssm:GetParameter'],
    ['ssm:*', 'ssm:GetParameter'],
    ['secretsmanager:GetSecretValue', 'secretsmanager:GetSecretValue'],
    ['secretsmanager:BatchGetSecretValue', 'secretsmanager:BatchGetSecretValue'],
    ['secretsmanager:*Value', 'secretsmanager:GetSecretValue'],
    ['*:Get*', 'ssm:GetParameter'],
    ['*', 'ssm:GetParameter'],
  ])('%s reads secrets and is refused even with a reason', (action, read) => {
    expect(permissionProblems({ actions: [action], reason: 'Convenient' })).toEqual([
      `actions[0]: "${action}" allows ${read}: reading secrets is declared by secrets, secretFiles or runtimeParameters`,
    ]);
  });

  test.each([
    `ssm:${'*'.repeat(30)}`,
    `ssm:${'*'.repeat(100_000)}X`,
    `ssm:${'*a'.repeat(5_000)}`,
    `ssm:${'?*'.repeat(5_000)}`,
  ])('is judged in no time, whatever its wildcards (case %#)', (action) => {
    const start = performance.now();
    expect(permissionProblems({ actions: [action] })).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  // A wildcard before the colon: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
  test.each(['*:Put*', '?3:PutObject', 'PutObject', 's3.PutObject', 's3:', 's3:Put Object', ''])(
    'cannot be %j',
    (action) => {
      expect(permissionProblems({ actions: [action] })).toEqual([
        `actions[0]: "${action}" must be an action such as "s3:PutObject": service, colon, name`,
      ]);
    },
  );
});

describe('a condition', () => {
  test.each([
    { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
    { 'ForAllValues:StringLikeIfExists': { 'aws:TagKeys': ['a', 'b'] } },
    { Null: { 'aws:TokenIssueTime': 'false' } },
    { ArnLike: { 'aws:SourceArn': ['arn:aws:sns:*:*:x'] } },
    { StringLike: { 's3:prefix': ['${aws:PrincipalTag/team}/*', 'é/\u00ff', ''] } },
    {
      DateGreaterThan: {
        'aws:CurrentTime': ['2030-01-31T00:00:00Z', '2030-01-31', '2028-02-29T12:00+09:00', '1893456000'],
      },
    },
    { NumericLessThanEquals: { 's3:max-keys': ['10', '-1', '0.5'] } },
    { BoolIfExists: { 'aws:SecureTransport': ['true', 'False'] } },
    { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '203.0.113.1', '2001:db8::/32', '::1'] } },
    { BinaryEquals: { 'x:y': 'QmluYXJ5' } },
  ])('may be %j', (conditions) => {
    expect(permissionProblems({ conditions: unchecked(conditions) })).toEqual([]);
  });

  test.each<[object, string]>([
    [
      { StringEqual: { 'aws:x': 'y' } },
      'conditions.StringEqual: "StringEqual" is not an operator of IAM; did you mean "StringEquals"?',
    ],
    [
      { NullIfExists: { 'aws:x': 'y' } },
      'conditions.NullIfExists: "NullIfExists" is not an operator of IAM; did you mean "Null"?',
    ],
    [{ Matches: { 'aws:x': 'y' } }, 'conditions.Matches: "Matches" is not an operator of IAM'],
    [{ StringLike: { x: 'y' } }, 'conditions.StringLike.x: "x" must be a condition key, for example "aws:SourceVpce"'],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html: Data type mismatch
    ...[
      'tomorrow',
      '',
      '2030-02-31',
      '2030-13-01T00:00:00Z',
      '2030-01-31T00:00:00',
      '31.1.2030',
      '${aws:CurrentTime}',
    ].map((value): [object, string] => [
      { DateLessThan: { 'aws:CurrentTime': value } },
      `conditions.DateLessThan["aws:CurrentTime"]: "${value}" must be a date such as "2030-01-31T00:00:00Z", or seconds since 1970`,
    ]),
    [
      { 'ForAnyValue:DateEqualsIfExists': { 'aws:x': ['2030-01-31', 'x'] } },
      'conditions["ForAnyValue:DateEqualsIfExists"]["aws:x"][1]: "x" must be a date such as "2030-01-31T00:00:00Z", or seconds since 1970',
    ],
    [{ NumericEquals: { 'aws:x': 'ten' } }, 'conditions.NumericEquals["aws:x"]: "ten" must be a number'],
    [{ Bool: { 'aws:x': 'yes' } }, 'conditions.Bool["aws:x"]: "yes" must be "true" or "false"'],
    [{ Null: { 'aws:x': '' } }, 'conditions.Null["aws:x"]: "" must be "true" or "false"'],
    ...['10.0.0.0/33', '10.0.0', '::/129', '10.0.0.0/8/8', 'all'].map((value): [object, string] => [
      { NotIpAddress: { 'aws:SourceIp': value } },
      `conditions.NotIpAddress["aws:SourceIp"]: "${value}" must be an IP address or a range such as "203.0.113.0/24"`,
    ]),
    [
      { StringLike: { 'aws:x': ['x', '日本'] } },
      'conditions.StringLike["aws:x"][1]: "日本" has a character that IAM takes in no policy; letters of Western European languages are the ' +
        'last that it takes (U+00FF)',
    ],
    [{ StringLike: { 'aws:x': [] } }, 'conditions.StringLike["aws:x"]: must have at least one value'],
    [
      { StringLike: { 'aws:x': 5 } },
      'conditions.StringLike["aws:x"]: must be text or a list, got a number: put it in quotes',
    ],
  ])('cannot be %j', (conditions, problem) => {
    expect(permissionProblems({ conditions: unchecked(conditions) })).toEqual([problem]);
  });
});

test('a permission names actions and resources, and a reason has words', () => {
  expect(permissionProblems({ actions: [], resources: [], reason: ' ' })).toEqual([
    'actions: must have at least one action',
    'reason: " " must not be empty',
    'resources: must have at least one resource',
  ]);
});
