import { keepUnfinished, unfinishedResources } from '../../../commands/recover/unfinished-resources';
import { parseState } from '../../../commands/terraform/terraform-state';

/** What Terraform writes of a resource. */
function state(type: string, status?: 'tainted') {
  const resources = [{ mode: 'managed', type, name: 'web', instances: [{ status, attributes: {} }] }];
  return parseState(JSON.stringify({ version: 4, serial: 1, resources }), '1.11.4');
}

// A VPC and roles are guarded, a parameter may be protected, and the name of a log group is taken when the new one is created first.
test.each(['aws_vpc', 'aws_iam_role', 'aws_ssm_parameter', 'aws_cloudwatch_log_group', 'aws_security_group'])(
  '%s whose creation was interrupted is unfinished',
  (type) => {
    expect(unfinishedResources(state(type, 'tainted'))).toEqual([`${type}.web`]);
    expect(unfinishedResources(state(type))).toEqual([]);
  },
);

// A service whose first deployment failed is deployed again only if it is created again.
test.each(['aws_ecs_service', 'aws_nat_gateway', 'aws_vpc_endpoint'])('%s is created again', (type) => {
  expect(unfinishedResources(state(type, 'tainted'))).toEqual([]);
});

test('what is kept is no longer tainted', async () => {
  const run = jest.fn((_: readonly string[]) => Promise.resolve(''));
  await keepUnfinished({ run }, ['aws_vpc.network', 'aws_iam_role.web']);
  expect(run.mock.calls.map(([args]) => args)).toEqual([
    ['untaint', '-no-color', 'aws_vpc.network'],
    ['untaint', '-no-color', 'aws_iam_role.web'],
  ]);
});
