import { renderOverride } from '../../commands/rehearsal/terraform-override';
import { environments } from '../../environments';
import { accounts } from '../../environments/accounts';
import { examples } from '../../examples';
import { DEPLOYMENT_ACTIONS } from '../support/deployment-actions';
import { synthesize, synthesizeAccounts, type SynthesizedStack } from '../support/synthesized-stack';

const stacks: [string, string, SynthesizedStack][] = [
  ...Object.entries(environments).flatMap(([name, config]) =>
    synthesize({ [name]: config }).map((stack): [string, string, SynthesizedStack] => [
      name,
      config.application,
      stack,
    ]),
  ),
  ...Object.entries(examples).flatMap(([name, config]) =>
    synthesize({ dev: config }).map((stack): [string, string, SynthesizedStack] => [
      `example ${name}`,
      config.application,
      stack,
    ]),
  ),
];

const accountStacks = synthesizeAccounts({ accounts, environments }).map(
  (stack): [string, string, SynthesizedStack] => [stack.name, accounts.account.application, stack],
);

/** Resources of the provider, and of Terraform itself, that have no tags. */
const UNTAGGABLE = new Set([
  'aws_appautoscaling_policy',
  'aws_appautoscaling_scheduled_action',
  'aws_ecs_cluster_capacity_providers',
  'aws_route',
  'aws_route_table_association',
  'aws_iam_role_policies_exclusive',
  'aws_iam_role_policy',
  'aws_ecr_lifecycle_policy',
  'aws_iam_role_policy_attachment',
  'aws_iam_role_policy_attachments_exclusive',
  'aws_kms_alias',
  'aws_secretsmanager_secret_version',
  'aws_scheduler_schedule',
  'aws_sns_topic_policy',
  'aws_sns_topic_subscription',
  'aws_cloudwatch_dashboard',
  'aws_cloudwatch_event_target',
  'aws_acm_certificate_validation',
  'aws_route53_record',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'terraform_data',
]);

/** Data sources that bring no value into the state. Any other has to be looked at. */
const HARMLESS_DATA_SOURCES = [
  'data.aws_caller_identity',
  'data.aws_iam_roles',
  'data.aws_partition',
  'data.aws_route53_zone',
  'data.aws_secretsmanager_secret',
  'data.aws_security_groups',
  'data.aws_vpcs',
];

describe.each([...accountStacks, ...stacks])('%s', (_name, application, stack) => {
  test('tags everything that can be tagged with application, environment and managed-by', () => {
    for (const { type, address, tags } of stack.resources()) {
      if (!type.startsWith('data.') && !UNTAGGABLE.has(type)) {
        expect([address, tags]).toEqual([
          address,
          expect.objectContaining({
            environment: stack.name,
            application,
            'managed-by': 'cdktf',
          }),
        ]);
      }
    }
  });

  // The default is 25 attempts, the last of which are five minutes apart; with three, what AWS throttles for some seconds fails.
  // https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs#max_retries
  test('gives up a request that AWS throttles after minutes, in every Region', () => {
    const { provider } = stack.terraform as { provider: { aws: { max_retries?: number }[] } };
    expect(provider.aws).not.toHaveLength(0);
    for (const { max_retries: attempts } of provider.aws) {
      expect(attempts).toBe(8);
    }
  });

  test('reads no secret value', () => {
    const dataSources = stack.resources().filter(({ type }) => type.startsWith('data.'));
    expect(dataSources).not.toHaveLength(0);
    for (const { type } of dataSources) {
      expect(HARMLESS_DATA_SOURCES).toContain(type);
    }
  });
});

describe.each(stacks)('%s', (_name, _application, stack) => {
  test('keeps every log for a limited time', () => {
    expect(stack.resources('aws_cloudwatch_log_group')).not.toHaveLength(0);
    for (const { attributes } of stack.resources('aws_cloudwatch_log_group')) {
      expect(attributes.retention_in_days).toBeGreaterThan(0);
    }
  });

  test('spreads over at least two Availability Zones', () => {
    const zones = new Set(stack.resources('aws_subnet').map(({ attributes }) => attributes.availability_zone));
    expect(zones.size).toBeGreaterThanOrEqual(2);
  });

  test('gives a task a public address in public subnets, without which it reaches neither image nor secrets, and in no others', () => {
    const services = stack.resources('aws_ecs_service').map(({ attributes }) => attributes.network_configuration);
    const schedules = stack
      .resources('aws_scheduler_schedule')
      .map(
        ({ attributes }) =>
          (attributes.target as { ecs_parameters: { network_configuration: unknown } }).ecs_parameters
            .network_configuration,
      );
    expect([...services, ...schedules]).not.toHaveLength(0);
    for (const network of [...services, ...schedules]) {
      expect(network).toMatchObject({ assign_public_ip: JSON.stringify(network).includes('_public-') });
    }
  });

  test('gives every task definition two roles of its own', () => {
    const roles = stack
      .resources('aws_ecs_task_definition')
      .flatMap((definition) => [definition.text('execution_role_arn'), definition.text('task_role_arn')]);
    expect(new Set(roles).size).toBe(roles.length);
  });

  // https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/iam_role_policies_exclusive
  test('leaves no role a policy that is not declared', () => {
    const roles = stack.resources('aws_iam_role').map((role) => role.text('name'));
    const inline = stack.resources('aws_iam_role_policy').map((policy) => [policy.text('role'), policy.text('name')]);
    const exclusive = (type: string, attribute: string) =>
      stack
        .resources(type)
        .map((resource): [string, string[]] => [
          resource.text('role_name'),
          (resource.attributes[attribute] as string[]).map((name) => stack.resolve(name)),
        ])
        .sort();
    expect(exclusive('aws_iam_role_policies_exclusive', 'policy_names')).toEqual(
      roles.map((role) => [role, inline.filter(([of]) => of === role).map(([, name]) => name)]).sort(),
    );
    expect(exclusive('aws_iam_role_policy_attachments_exclusive', 'policy_arns')).toEqual(
      roles.map((role) => [role, []]).sort(),
    );
  });

  test('contains no value and no placeholder but as the default of an ephemeral variable', () => {
    for (const { address, attributes } of stack.resources()) {
      expect([address, JSON.stringify(attributes)]).toEqual([address, expect.not.stringContaining('PLACEHOLDER')]);
    }
  });
});

/** How the types of resources begin, and the provider's name of the service that has them. */
const SERVICE_OF_TYPE: readonly (readonly [RegExp, string])[] = [
  [/^data\.aws_(caller_identity|partition)$/, 'sts'],
  [
    /^(data\.)?aws_(default_security_group|eip|flow_log|internet_gateway|nat_gateway|route|security_groups?|subnet|vpcs?)(_|$)/,
    'ec2',
  ],
  [/^aws_lb(_|$)/, 'elbv2'],
  [/^aws_appautoscaling_/, 'applicationautoscaling'],
  [/^aws_cloudwatch_event_/, 'events'],
  [/^aws_service_discovery_/, 'servicediscovery'],
  [/^aws_cloudwatch_log_/, 'logs'],
  [/^aws_cloudwatch_(metric_|dashboard)/, 'cloudwatch'],
  ...['acm', 'ecr', 'ecs', 'iam', 'kms', 'route53', 's3', 'scheduler', 'secretsmanager', 'sns', 'sqs', 'ssm'].map(
    (service) => [new RegExp(`^(data\\.)?aws_${service}_`), service] as const,
  ),
];

test('a rehearsal leads exactly the services of what the stacks consist of to the embedded AWS', () => {
  const types = [...stacks, ...accountStacks].flatMap(([, , stack]) => stack.resources().map(({ type }) => type));
  const ofAws = types.filter((type) => type !== 'terraform_data');
  const services = ofAws.map(
    (type) => SERVICE_OF_TYPE.find(([pattern]) => pattern.test(type))?.[1] ?? `the service of ${type}`,
  );
  const rehearsed = { name: 'dev', path: '', region: '', accountId: undefined, providerAliases: [undefined] };
  const aws = { endpoint: 'http://127.0.0.1:4321', credentials: { accessKeyId: '', secretAccessKey: '' } };
  const [provider] = renderOverride(rehearsed, aws, 'state').provider.aws;
  expect(Object.keys(provider?.endpoints[0] ?? {}).sort()).toEqual([...new Set(services)].sort());
});

test('the tests of the role that deploys know what Terraform does with every type of resource', () => {
  const types = stacks.flatMap(([, , stack]) => stack.resources().map(({ type }) => type));
  const unknown = types.filter((type) => type.startsWith('aws_') && !(type in DEPLOYMENT_ACTIONS));
  expect([...new Set(unknown)]).toEqual([]);
});
