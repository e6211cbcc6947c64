import type { RecordedCall } from './recorded-call';
import { requestedAccess } from './requested-access';
import { stateResources } from './state-resources';

const ARN = 'arn:aws:ec2:ap-northeast-1:123456789012';
const TAGS = { environment: 'dev' };

const resource = (type: string, attributes: object) => ({ type, instances: [{ attributes }] });
const known = stateResources(
  JSON.stringify({
    resources: [
      resource('aws_vpc', { id: 'vpc-1', arn: `${ARN}:vpc/vpc-1`, tags_all: TAGS }),
      resource('aws_subnet', { id: 'subnet-1', arn: `${ARN}:subnet/subnet-1`, tags_all: TAGS }),
      resource('aws_route_table', { id: 'rtb-1', arn: `${ARN}:route-table/rtb-1`, tags_all: TAGS }),
      resource('aws_route_table_association', { id: 'rtbassoc-1', route_table_id: 'rtb-1', subnet_id: 'subnet-1' }),
      resource('aws_iam_role', {
        ...{ id: 'task', name: 'task', arn: 'arn:aws:iam::123456789012:role/task' },
        permissions_boundary: 'arn:aws:iam::123456789012:policy/boundary',
      }),
      resource('aws_ecs_task_definition', {
        ...{ id: 'web', family: 'web', arn: 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/web:1' },
      }),
    ],
  }),
);

const call = (service: string, operation: string, body: string, path = ''): RecordedCall => ({
  ...{ service, operation, path, body },
});
const requested = async (...calls: readonly RecordedCall[]) =>
  (await requestedAccess(calls, known)).map(({ action, resource: arn, context }) => [action, arn, context]);

const RESOURCE_TAG = { 'aws:ResourceTag/environment': 'dev' };
const REQUEST_TAG = { 'aws:RequestTag/environment': 'dev' };

test('a request is about what it names, what it creates, and the tags that this gets', async () => {
  const tag = 'TagSpecification.1.Tag.1.Key=environment&TagSpecification.1.Tag.1.Value=dev';
  const body = `Action=CreateSubnet&TagSpecification.1.ResourceType=subnet&${tag}&VpcId=vpc-1`;
  expect(await requested(call('ec2', 'CreateSubnet', body))).toEqual([
    ['ec2:CreateSubnet', `${ARN}:vpc/vpc-1`, RESOURCE_TAG],
    ['ec2:CreateSubnet', `${ARN}:subnet/new`, REQUEST_TAG],
    ['ec2:CreateTags', `${ARN}:subnet/new`, { ...REQUEST_TAG, 'ec2:CreateAction': 'CreateSubnet' }],
  ]);
});

test('a request about an association is about what is associated', async () => {
  const body = 'Action=DisassociateRouteTable&AssociationId=rtbassoc-1';
  expect(await requested(call('ec2', 'DisassociateRouteTable', body))).toContainEqual([
    ...['ec2:DisassociateRouteTable', `${ARN}:route-table/rtb-1`, RESOURCE_TAG],
  ]);
});

test.each([
  ['whole', '"tags":[{"key":"environment","value":"dev"}],"taskRoleArn":"arn:aws:iam::123456789012:role/task"}'],
  [
    'cut off',
    '"tags":[{"key":"environment","value":"dev"}],"taskRoleArn":"arn:aws:iam::123456789012:role/task","vo\n[truncated...]',
  ],
])('a request hands on the roles that it names (%s)', async (_, rest) => {
  const actions = await requested(call('ecs', 'RegisterTaskDefinition', `{"family":"web",${rest}`));
  expect(actions).toEqual([
    ['ecs:RegisterTaskDefinition', 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/web:1', REQUEST_TAG],
    [
      'ecs:TagResource',
      'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/web:1',
      expect.objectContaining(REQUEST_TAG),
    ],
    [...['iam:PassRole', 'arn:aws:iam::123456789012:role/task'], { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }],
  ]);
});

test('a role that is changed has the boundary that the state says', async () => {
  expect(await requested(call('iam', 'PutRolePolicy', 'Action=PutRolePolicy&PolicyName=access&RoleName=task'))).toEqual(
    [
      [
        ...['iam:PutRolePolicy', 'arn:aws:iam::123456789012:role/task'],
        { 'iam:PermissionsBoundary': 'arn:aws:iam::123456789012:policy/boundary' },
      ],
    ],
  );
});

test('a request about something unknown is about something of its kind', async () => {
  expect(await requested(call('logs', 'DeleteLogGroup', '{"logGroupName":"other"}'))).toEqual([
    ['logs:DeleteLogGroup', 'arn:aws:logs:ap-northeast-1:123456789012:log-group:new', {}],
  ]);
});
