import { GetRoleCommand, GetRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { isAllowed } from '../support/iam-evaluation';
import { parsePolicy } from '../support/policy-lint';
import { processEnvironment } from './support/process-environment';
import { rehearseExample, type RehearsedExample } from './support/rehearsed-example';

let example: RehearsedExample;

beforeAll(async () => {
  example = await rehearseExample('role-per-container');
});
afterAll(() => example.stop());

/** Whether a role, with the policies that IAM has of it, may do something. */
async function may(role: string, action: string, resource: string, context: Record<string, string> = {}) {
  const { iam } = example.rehearsal.session.clients;
  const RoleName = `role_per_container-dev-${role}`;
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const policies = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return parsePolicy(JSON.parse(decodeURIComponent(PolicyDocument)));
    }),
  );
  return isAllowed({ principal: Role?.Arn ?? '', action, resource, context, policies });
}

const parameter = (name: string) => `arn:aws:ssm:ap-northeast-1:123456789012:parameter/role_per_container/dev/${name}`;
const TAGS = { 'aws:ResourceTag/application': 'role_per_container', 'aws:ResourceTag/environment': 'dev' };
const METRICS = { 'cloudwatch:namespace': 'RolePerContainer/Web' };

test.each([
  ['log-shipper-task', 's3:PutObject', 'arn:aws:s3:::example-application-logs/web/2026.log', {}, true],
  ['log-shipper-task', 's3:PutObject', 'arn:aws:s3:::example-application-logs/other/2026.log', {}, false],
  ['log-shipper-task', 's3:GetObject', 'arn:aws:s3:::example-application-logs/web/2026.log', {}, false],
  ['log-shipper-task', 'cloudwatch:PutMetricData', '*', METRICS, false],
  ['web-task', 'cloudwatch:PutMetricData', '*', METRICS, true],
  ['web-task', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'Other' }, false],
  ['web-task', 's3:PutObject', 'arn:aws:s3:::example-application-logs/web/2026.log', {}, false],
  ['web-execution', 'ssm:GetParameters', parameter('web/session-key'), TAGS, true],
  ['web-execution', 'ssm:GetParameters', parameter('log-shipper/ingest-token'), TAGS, false],
  ['log-shipper-execution', 'ssm:GetParameters', parameter('log-shipper/ingest-token'), TAGS, true],
  ['log-shipper-execution', 'ssm:GetParameters', parameter('web/session-key'), TAGS, false],
  ['web-task', 'ssm:GetParameters', parameter('web/session-key'), TAGS, false],
])('in IAM, %s may %s %s with %j: %s', async (role, action, resource, context, expected) => {
  expect(await may(role, action, resource, context)).toBe(expected);
});

test('each service runs with its own secret and not with the other’s', () => {
  const environments = example.rehearsal.services.map(({ name, pid }) => [name, processEnvironment(pid)] as const);
  expect(new Map(environments)).toEqual(
    new Map([
      [
        'log-shipper',
        expect.objectContaining({ INGEST_TOKEN: example.valueOf('/role_per_container/dev/log-shipper/ingest-token') }),
      ],
      ['web', expect.objectContaining({ SESSION_KEY: example.valueOf('/role_per_container/dev/web/session-key') })],
    ]),
  );
  const secretNames = example.rehearsal.services.map((service) => service.secretNames);
  expect(secretNames).toEqual([['INGEST_TOKEN'], ['SESSION_KEY']]);
});

test('is destroyed without a trace', async () => {
  expect(await example.destroy()).toEqual([]);
});
