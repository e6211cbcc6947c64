import { environments } from '../../environments';
import { examples } from '../../examples';
import { synthesize, type SynthesizedStack } from '../support/synthesized-stack';

const stacks: [string, SynthesizedStack][] = [
  ...synthesize(environments).map((stack): [string, SynthesizedStack] => [stack.name, stack]),
  ...Object.entries(examples).flatMap(([name, config]) =>
    synthesize({ dev: config }).map((stack): [string, SynthesizedStack] => [`example ${name}`, stack]),
  ),
];

/** Resources of the provider that have no tags. */
const UNTAGGABLE = new Set([
  'aws_ecs_cluster_capacity_providers',
  'aws_route',
  'aws_route_table_association',
  'aws_iam_role_policy',
  'aws_kms_alias',
  'aws_secretsmanager_secret_version',
  'aws_scheduler_schedule',
  'aws_sns_topic_policy',
  'aws_cloudwatch_event_target',
]);

/** Data sources that would bring a value into the state. */
const VALUE_READERS = [
  'data.aws_ssm_parameter',
  'data.aws_ssm_parameters_by_path',
  'data.aws_secretsmanager_secret_version',
  'data.aws_secretsmanager_secret_versions',
  'data.aws_secretsmanager_random_password',
  'data.aws_kms_secrets',
];

describe.each(stacks)('%s', (_name, stack) => {
  test('tags everything that can be tagged with application, environment and managed-by', () => {
    for (const { type, address, tags } of stack.resources()) {
      if (!type.startsWith('data.') && !UNTAGGABLE.has(type)) {
        expect([address, tags]).toEqual([
          address,
          expect.objectContaining({
            environment: stack.name,
            application: expect.any(String) as string,
            'managed-by': 'cdktf',
          }),
        ]);
      }
    }
  });

  test('keeps every log for a limited time', () => {
    for (const { attributes } of stack.resources('aws_cloudwatch_log_group')) {
      expect(attributes.retention_in_days).toBeGreaterThan(0);
    }
  });

  test('reads no secret value', () => {
    expect(stack.resources().map(({ type }) => type)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(new RegExp(`^(${VALUE_READERS.join('|')})$`))]),
    );
  });

  test('spreads over at least two Availability Zones', () => {
    const zones = new Set(stack.resources('aws_subnet').map(({ attributes }) => attributes.availability_zone));
    expect(zones.size).toBeGreaterThanOrEqual(2);
  });

  test('gives every task a public address, without which it reaches neither image nor secrets', () => {
    const services = stack.resources('aws_ecs_service').map(({ attributes }) => attributes.network_configuration);
    const schedules = stack
      .resources('aws_scheduler_schedule')
      .map(
        ({ attributes }) =>
          (attributes.target as { ecs_parameters: { network_configuration: unknown } }).ecs_parameters
            .network_configuration,
      );
    for (const network of [...services, ...schedules]) {
      expect(network).toMatchObject({ assign_public_ip: true });
    }
  });

  test('gives every task definition two roles of its own', () => {
    const roles = stack
      .resources('aws_ecs_task_definition')
      .flatMap((definition) => [definition.text('execution_role_arn'), definition.text('task_role_arn')]);
    expect(new Set(roles).size).toBe(roles.length);
  });

  test('holds no value and no placeholder but as the default of an ephemeral variable', () => {
    for (const { address, attributes } of stack.resources()) {
      expect([address, JSON.stringify(attributes)]).toEqual([address, expect.not.stringContaining('PLACEHOLDER')]);
    }
  });
});
