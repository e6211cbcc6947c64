import {
  attribute,
  blocks,
  CONTAINER,
  PERMISSION,
  SynthesizedStack,
  texts,
  TRUST,
} from '../../../lib/policy/rules/synthesized-stack';

const role = 'aws_iam_role.web-task_execution-role_6A1D9166';

const stack = new SynthesizedStack({
  resource: {
    aws_iam_role: {
      'web-task_execution-role_6A1D9166': {
        '//': { metadata: { path: 'dev/web-task/execution-role/role' } },
        assume_role_policy: JSON.stringify({ Statement: { Effect: 'Allow' } }),
      },
    },
    aws_iam_role_policy: {
      named: { role: `\${${role}.name}`, policy: JSON.stringify({ Statement: [{ Sid: 'Read' }, {}] }) },
      unreadable: { policy: '${data.aws_iam_policy_document.some.json}' },
    },
    aws_ecs_task_definition: {
      web: {
        execution_role_arn: `\${${role}.arn}`,
        container_definitions: JSON.stringify([{ name: 'web', user: '1000' }]),
      },
    },
    aws_lb: { main: { access_logs: [{ enabled: true }], depends_on: [role], note: `\${data.${role}.arn}` } },
  },
});

const [executionRole] = stack.ofType('aws_iam_role');

test('a resource has the path of its construct within the stack, or its id if nothing says the path', () => {
  expect(executionRole?.path).toBe('web-task/execution-role/role');
  expect(stack.ofType('aws_lb')[0]?.path).toBe('main');
});

test('containers and statements are parts, by their names or their place', () => {
  const pathsOf = (type: string) => stack.ofType(type).map(({ path }) => path);
  expect(pathsOf(CONTAINER)).toEqual(['web/web']);
  expect(pathsOf(PERMISSION)).toEqual(['named/Read', 'named/2']);
  expect(pathsOf(TRUST)).toEqual(['web-task/execution-role/role/1']);
});

test('finds what a value refers to, but not data sources', () => {
  expect(stack.referredBy(stack.ofType('aws_ecs_task_definition')[0]?.attributes)).toEqual([executionRole]);
  expect(stack.referredBy(stack.ofType('aws_lb')[0]?.attributes.note)).toEqual([]);
});

test('finds what refers to a resource by an attribute', () => {
  const referring = (type: string, name: string) =>
    executionRole && stack.referringTo(executionRole, type, name).map(({ path }) => path);
  expect(referring('aws_iam_role_policy', 'role')).toEqual(['named']);
  expect(referring('aws_iam_role_policy', 'policy')).toEqual([]);
});

test('a block is read in a list and without one', () => {
  const resource = (access_logs: unknown) => ({ type: 'aws_lb', path: 'main', attributes: { access_logs } });
  expect(attribute(resource([{ enabled: true }]), 'access_logs', 'enabled')).toBe(true);
  expect(attribute(resource({ enabled: true }), 'access_logs', 'enabled')).toBe(true);
  expect(attribute(resource(undefined), 'access_logs', 'enabled')).toBeUndefined();
  expect(blocks([{ a: 1 }, { a: 2 }])).toEqual([{ a: 1 }, { a: 2 }]);
});

test('a text of a policy is read in a list and without one', () => {
  expect([texts('s3:*'), texts(['s3:*']), texts(undefined)]).toEqual([['s3:*'], ['s3:*'], []]);
});
