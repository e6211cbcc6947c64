import { environments } from '../../environments';
import { examples } from '../../examples';
import { synthesize, type SynthesizedStack } from '../support/synthesized-stack';

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

/** Data sources that bring no value into the state. Any other has to be looked at. */
const HARMLESS_DATA_SOURCES = ['data.aws_caller_identity', 'data.aws_partition', 'data.aws_secretsmanager_secret'];

describe.each(stacks)('%s', (_name, application, stack) => {
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

  test('keeps every log for a limited time', () => {
    expect(stack.resources('aws_cloudwatch_log_group')).not.toHaveLength(0);
    for (const { attributes } of stack.resources('aws_cloudwatch_log_group')) {
      expect(attributes.retention_in_days).toBeGreaterThan(0);
    }
  });

  test('reads no secret value', () => {
    const dataSources = stack.resources().filter(({ type }) => type.startsWith('data.'));
    expect(dataSources).not.toHaveLength(0);
    for (const { type } of dataSources) {
      expect(HARMLESS_DATA_SOURCES).toContain(type);
    }
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
    expect([...services, ...schedules]).not.toHaveLength(0);
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
