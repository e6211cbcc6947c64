import { parsePlan } from '../../../commands/plans/terraform-plan';
import { changeFromPlan } from '../../../commands/review/model/change-from-plan';
import { makeReview } from '../../../commands/review/sections/review';
import { WITHOUT_CREDENTIALS } from '../../../commands/review/sections/secret-findings';
import { environmentConfig } from '../../support/environment-config';

const PARAMETER = 'arn:aws:ssm:ap-northeast-1:123456789012:parameter/ecs_parameter_store/dev';
const DEFINITION = 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/ecs_parameter_store-dev-web:1';
const ROLE = 'ecs_parameter_store-dev-web-execution';

/** A policy that lets its role read these. */
function policy(...resources: string[]) {
  return JSON.stringify({ Statement: [{ Effect: 'Allow', Action: ['ssm:GetParameters'], Resource: resources }] });
}

function containers(container: object) {
  return JSON.stringify([{ name: 'web', image: 'web:1', ...container }]);
}

function resource(address: string, change: object) {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, change };
}

const stays = (address: string, attributes: object) =>
  resource(address, { actions: ['no-op'], before: attributes, after: attributes });

// As Terraform 1.11 prints it: what is not known is left out of `after`, and true in `after_unknown`.
// https://developer.hashicorp.com/terraform/internals/json-format#change-representation
const PLAN = {
  resource_changes: [
    stays('aws_iam_role.web', { name: ROLE, arn: `arn:aws:iam::123456789012:role/${ROLE}` }),
    stays('aws_ssm_parameter.one', { name: '/ecs_parameter_store/dev/ONE', arn: `${PARAMETER}/ONE` }),
    resource('aws_ssm_parameter.two', {
      actions: ['create'],
      before: null,
      after: { name: '/ecs_parameter_store/dev/TWO', value: 'canary-value' },
      after_unknown: { arn: true },
      after_sensitive: { value: true },
    }),
    resource('aws_iam_role_policy.web', {
      actions: ['update'],
      before: { name: 'access', role: ROLE, policy: policy(`${PARAMETER}/ONE`) },
      after: { name: 'access', role: ROLE },
      after_unknown: { policy: true },
    }),
    resource('aws_ecs_task_definition.web', {
      actions: ['create', 'delete'],
      before: {
        family: 'ecs_parameter_store-dev-web',
        arn: DEFINITION,
        // Chosen by AWS, and asked for by nobody.
        ...{ ipc_mode: '', enable_fault_injection: false, volume: [] },
        // As ECS answers it, with what nobody has set.
        container_definitions: containers({
          cpu: 0,
          environment: [],
          mountPoints: [],
          portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
          secrets: [{ name: 'ONE', valueFrom: `${PARAMETER}/ONE` }],
        }),
      },
      after: { family: 'ecs_parameter_store-dev-web' },
      after_unknown: { arn: true, container_definitions: true, enable_fault_injection: true },
      replace_paths: [['container_definitions']],
    }),
    resource('aws_ecs_service.web', {
      actions: ['update'],
      before: { name: 'ecs_parameter_store-dev-web', task_definition: DEFINITION },
      after: { name: 'ecs_parameter_store-dev-web' },
      after_unknown: { task_definition: true },
    }),
    resource('aws_sns_topic_subscription.pager', {
      actions: ['update'],
      before: { endpoint: 'https://pager.example.com/canary-one', protocol: 'https' },
      after: { endpoint: 'https://pager.example.com/canary-two', protocol: 'https' },
      before_sensitive: { endpoint: true },
    }),
  ],
};

const CONFIGURATION = {
  resource: {
    aws_iam_role_policy: {
      web: { policy: policy('${aws_ssm_parameter.one.arn}', '${aws_ssm_parameter.two.arn}') },
    },
    aws_ecs_task_definition: {
      web: {
        container_definitions: containers({
          portMappings: [{ containerPort: 80 }],
          secrets: [
            { name: 'ONE', valueFrom: '${aws_ssm_parameter.one.arn}' },
            { name: 'TWO', valueFrom: '${aws_ssm_parameter.two.arn}' },
          ],
        }),
      },
    },
    aws_ecs_service: { web: { task_definition: '${aws_ecs_task_definition.web.arn}' } },
  },
};

function review(plan: object, configuration: object = CONFIGURATION) {
  return makeReview({
    environment: { ...environmentConfig(), name: 'dev' },
    compared: { from: 'plan', hash: '0123456789abcdef' },
    change: changeFromPlan(parsePlan(JSON.stringify(plan)), configuration),
    plannedChanges: [],
    outputs: [],
    secrets: WITHOUT_CREDENTIALS,
  });
}

describe('a review of a plan', () => {
  it('takes what is not known yet from the configuration', () => {
    const { access, restarts, images, hash } = review(PLAN);
    expect(hash).toBe('0123456789abcdef');
    expect(access.secrets.gained.map(({ role, secret }) => [role, secret])).toEqual([
      [ROLE, '/ecs_parameter_store/dev/TWO'],
    ]);
    expect(access.secrets.kept.map(({ secret }) => secret)).toEqual(['/ecs_parameter_store/dev/ONE']);
    // The right to read it is told of the secret.
    expect(access.permissions).toMatchObject({ gained: [], lost: [] });
    expect(images).toEqual([]);
    expect(restarts).toEqual([{ service: 'web', reasons: ['secret TWO added'] }]);
  });

  it('says what is replaced, and by which attribute', () => {
    const { changes } = review(PLAN);
    expect(changes[0]).toMatchObject({
      name: 'task definition web',
      action: 'replace',
      replacedBy: ['container_definitions'],
      attributes: [{ name: 'container_definitions' }],
    });
    expect(changes.map(({ name, action }) => `${action} ${name}`)).toContain('create parameter TWO');
  });

  // As the provider reads them: `inline_policy` of a role, `policy` of a bucket, whatever resources of their own do.
  it.each([
    ['update', { role: ROLE, policy: policy() }],
    ['delete', null],
  ])('does not take what it was before for what a role may read after the %s of its policy', (action, after) => {
    const before = { role: ROLE, policy: policy(`${PARAMETER}/ONE`) };
    const role = { name: ROLE, inline_policy: [{ name: 'access', policy: before.policy }] };
    const plan = {
      resource_changes: [
        stays('aws_iam_role.web', role),
        resource('aws_iam_role_policy.web', { actions: [action], before, after }),
      ],
    };
    const configuration = {
      resource: { aws_iam_role: { web: { name: ROLE } }, aws_iam_role_policy: { web: after ?? {} } },
    };
    const { access } = review(plan, configuration);
    expect(access.secrets.lost).toMatchObject([{ role: ROLE, secret: '/ecs_parameter_store/dev/ONE' }]);
  });

  it('shows no sensitive value, neither of before nor of after', () => {
    expect(JSON.stringify(review(PLAN))).not.toContain('canary');
  });

  it.each([
    ['a wildcard', { Effect: 'Allow', Action: 'ssm:*', Resource: '*' }, ['ONE', 'TWO']],
    ['every action but some', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }, ['ONE', 'TWO']],
    ['a pattern', { Effect: 'Allow', Action: 'ssm:Get*', Resource: `${PARAMETER}/O*` }, ['ONE']],
    [
      'another Region',
      { Effect: 'Allow', Action: 'ssm:Get*', Resource: 'arn:aws:ssm:*:*:parameter/*' },
      ['ONE', 'TWO'],
    ],
    ['metadata only', { Effect: 'Allow', Action: 'ssm:DescribeParameters', Resource: '*' }, []],
  ])('evaluates %s in a policy', (_name, statement, expected) => {
    const given = JSON.stringify({ Statement: statement });
    const added = resource('aws_iam_role_policy.more', {
      actions: ['create'],
      before: null,
      after: { name: 'more', role: 'other', policy: given },
    });
    const { access } = review({ resource_changes: [...PLAN.resource_changes, added] });
    const read = access.secrets.gained.filter(({ role, secret }) => role === 'other' && !/[*?]/.test(secret));
    expect(read.map(({ secret }) => secret.split('/').at(-1))).toEqual(expected);
  });

  it('knows that a deny takes away what another statement gives', () => {
    const statements = [
      { Effect: 'Allow', Action: 'ssm:GetParameters', Resource: '*' },
      { Effect: 'Deny', Action: 'ssm:*', Resource: '*' },
    ];
    const added = resource('aws_iam_role_policy.more', {
      actions: ['create'],
      before: null,
      after: { name: 'more', role: 'other', policy: JSON.stringify({ Statement: statements }) },
    });
    const { access } = review({ resource_changes: [...PLAN.resource_changes, added] });
    expect(access.secrets.gained.filter(({ role }) => role === 'other')).toEqual([]);
    expect(access.permissions.gained).toContainEqual(expect.objectContaining({ principal: 'other', effect: 'Deny' }));
  });
});
