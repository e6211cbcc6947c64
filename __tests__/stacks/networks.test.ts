import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { NetworkConfig, OwnNetworkConfig } from '../../lib/network/network-config';
import type { DeployedResource } from '../support/deployed-values';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { onlyResource, synthesize, type SynthesizedStack } from '../support/synthesized-stack';

const { network: own } = environmentConfig();
const zone = (cidrBlock: string, letter: string) => ({ cidrBlock, availabilityZone: `ap-northeast-1${letter}` });

const PRIVATE: OwnNetworkConfig = {
  ...own,
  placement: 'private',
  // Two in one zone, as endpoints take only one of them.
  privateSubnets: [zone('10.0.48.0/20', 'c'), zone('10.0.16.0/20', 'a'), zone('10.0.32.0/20', 'c')],
};

function stackWith(network: NetworkConfig, overrides: Partial<EnvironmentConfig> = {}): SynthesizedStack {
  const scheduledTasks = {
    nightly: { image: 'app:1', size: { cpu: 256, memoryMiB: 512 }, schedule: 'rate(1 day)', timeZone: 'UTC' },
  };
  const [stack] = synthesize({ dev: { ...environmentConfig(), scheduledTasks, network, ...overrides } });
  if (stack === undefined) {
    throw new Error('nothing was synthesized');
  }
  return stack;
}

/** The values of an attribute by the `Name` tags, or what identifies a resource else. */
function byName(resources: readonly DeployedResource[], attribute: string) {
  return Object.fromEntries(
    resources.map((resource) => [(resource.attributes.tags as { Name: string }).Name, resource.attributes[attribute]]),
  );
}

/** The ranges of the subnets that an attribute refers to. */
function ranges(stack: SynthesizedStack, value: unknown): unknown[] {
  const text = JSON.stringify(value);
  return stack
    .resources('aws_subnet')
    .filter(({ address }) => text.includes(`${address}.id`))
    .map(({ attributes }) => attributes.cidr_block);
}

function placementOf(stack: SynthesizedStack) {
  const service = onlyResource(stack, 'aws_ecs_service').attributes.network_configuration as {
    assign_public_ip: boolean;
  };
  const { target } = onlyResource(stack, 'aws_scheduler_schedule').attributes as {
    target: { ecs_parameters: { network_configuration: { assign_public_ip: boolean } } };
  };
  return [service, target.ecs_parameters.network_configuration].map((network) => [
    network.assign_public_ip,
    ...ranges(stack, network),
  ]);
}

const PRIVATE_RANGES = ['10.0.16.0/20', '10.0.32.0/20', '10.0.48.0/20'];

describe('tasks in private subnets', () => {
  const stack = stackWith({ ...PRIVATE, natGateways: 'single' });

  test('have no public address, whatever starts them', () => {
    expect(placementOf(stack)).toEqual([
      [false, ...PRIVATE_RANGES],
      [false, ...PRIVATE_RANGES],
    ]);
  });

  test('share one NAT gateway, in a public subnet of a zone of theirs', () => {
    const gateway = onlyResource(stack, 'aws_nat_gateway');
    expect(ranges(stack, gateway.attributes.subnet_id)).toEqual(['10.0.1.0/24']);
    expect(onlyResource(stack, 'aws_eip').attributes).toMatchObject({ domain: 'vpc' });
    const routes = stack.resources('aws_route').filter(({ attributes }) => attributes.nat_gateway_id !== undefined);
    expect(routes.map(({ attributes }) => attributes.nat_gateway_id)).toEqual(
      PRIVATE_RANGES.map(() => `\${${gateway.address}.id}`),
    );
    expect(new Set(routes.map(({ attributes }) => attributes.route_table_id)).size).toBe(3);
  });

  test('wait for their routes, and leave before these are gone', () => {
    const dependencies = JSON.stringify(onlyResource(stack, 'aws_ecs_service').attributes.depends_on);
    for (const { address } of stack.resources('aws_route')) {
      expect(dependencies).toContain(address);
    }
    for (const type of ['aws_nat_gateway', 'aws_eip']) {
      expect(onlyResource(stack, type).attributes.lifecycle).toEqual({ create_before_destroy: true });
    }
  });

  test('have a NAT gateway of their zone, if there is one in each', () => {
    const perZone = stackWith({ ...PRIVATE, natGateways: 'perZone' });
    const gateways = perZone.resources('aws_nat_gateway');
    expect(gateways.map(({ attributes }) => ranges(perZone, attributes.subnet_id)).flat()).toEqual([
      '10.0.1.0/24',
      '10.0.2.0/24',
    ]);
    const [inA, inC] = gateways.map(({ address }) => `\${${address}.id}`);
    const routes = perZone.resources('aws_route').flatMap(({ attributes }) => attributes.nat_gateway_id ?? []);
    expect(routes).toEqual([inA, inC, inC]);
    // The first one stays what it is.
    expect(gateways[0]?.address).toBe(onlyResource(stack, 'aws_nat_gateway').address);
  });

  test('leave the VPC and the public subnets as they are', () => {
    const before = stackWith(own);
    const kept = ['aws_vpc', 'aws_subnet', 'aws_internet_gateway', 'aws_default_security_group', 'aws_ecs_service'];
    const addresses = (of: SynthesizedStack) =>
      kept.flatMap((type) => of.resources(type).map(({ address }) => address));
    expect(addresses(stack)).toEqual(expect.arrayContaining(addresses(before)));
    const unchanged = (of: SynthesizedStack) =>
      of.resources('aws_subnet').filter(({ address }) => address.includes('_public-'));
    expect(unchanged(stack).map(({ attributes }) => attributes)).toEqual(
      unchanged(before).map(({ attributes }) => attributes),
    );
  });

  test('are in public ones again while the private ones are still there', () => {
    expect(placementOf(stackWith({ ...PRIVATE, placement: 'public', natGateways: 'single' }))).toEqual(
      [0, 1].map(() => [true, '10.0.1.0/24', '10.0.2.0/24']),
    );
  });
});

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
describe('VPC endpoints', () => {
  const stack = stackWith({ ...PRIVATE, vpcEndpoints: true }, { executeCommand: false });
  const prefix = 'ecs_parameter_store-dev';

  test('are one for each service that the tasks need', () => {
    expect(byName(stack.resources('aws_vpc_endpoint'), 'service_name')).toEqual(
      Object.fromEntries(
        ['ecr.api', 'ecr.dkr', 'logs', 's3', 'ssm'].map((service) => [
          `${prefix}-${service}`,
          `com.amazonaws.ap-northeast-1.${service}`,
        ]),
      ),
    );
  });

  // https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html: one subnet in each zone
  test('answer under the names of the services, in one subnet of each zone', () => {
    const { attributes } = stack.resources('aws_vpc_endpoint').find((one) => one.address.includes('_logs_')) ?? {};
    expect(attributes).toMatchObject({ vpc_endpoint_type: 'Interface', private_dns_enabled: true });
    expect(ranges(stack, attributes?.subnet_ids)).toEqual(['10.0.16.0/20', '10.0.32.0/20']);
  });

  test('of S3 are in the routes of the private subnets alone', () => {
    const { attributes } = stack.resources('aws_vpc_endpoint').find((one) => one.address.includes('_s3_')) ?? {};
    expect(attributes).toMatchObject({ vpc_endpoint_type: 'Gateway' });
    const tables = stack.resources('aws_route_table').filter(({ address }) => address.includes('private-subnets'));
    expect(attributes?.route_table_ids).toEqual(tables.map(({ address }) => `\${${address}.id}`));
  });

  test('are reached by HTTPS from the VPC, and by nothing else', () => {
    const group = stack
      .resources('aws_security_group')
      .find(({ attributes }) => attributes.name === `${prefix}-endpoints`);
    const rules = ['ingress', 'egress'].flatMap((direction) =>
      stack
        .resources(`aws_vpc_security_group_${direction}_rule`)
        .filter(({ attributes }) => attributes.security_group_id === `\${${group?.address}.id}`),
    );
    expect(rules.map(({ type, attributes }) => [type, attributes])).toEqual([
      [
        'aws_vpc_security_group_ingress_rule',
        expect.objectContaining({ cidr_ipv4: '10.0.0.0/16', from_port: 443, to_port: 443, ip_protocol: 'tcp' }),
      ],
    ]);
  });

  test('exist before a task starts', () => {
    const dependencies = JSON.stringify(onlyResource(stack, 'aws_ecs_service').attributes.depends_on);
    for (const { address } of stack.resources('aws_vpc_endpoint')) {
      expect(dependencies).toContain(address);
    }
  });
});

describe('flow logs', () => {
  const key = { rotationPeriodDays: 365, deletionWindowDays: 30 };
  const flowLogs = { traffic: 'REJECT', retentionDays: 90 } as const;

  test('are in a log group of their own, which is encrypted and protected as the others', () => {
    const stack = stackWith({ ...own, flowLogs }, { encryptionKey: key, deletionProtection: true });
    const group = stack.resources('aws_cloudwatch_log_group').find(({ address }) => address.includes('flow-logs'));
    expect(group?.attributes).toMatchObject({
      name: '/vpc/ecs_parameter_store/dev/flow-logs',
      retention_in_days: 90,
      kms_key_id: `\${${onlyResource(stack, 'aws_kms_key').address}.arn}`,
      lifecycle: { prevent_destroy: true },
    });
    expect(onlyResource(stack, 'aws_flow_log').attributes).toMatchObject({
      traffic_type: 'REJECT',
      vpc_id: `\${${onlyResource(stack, 'aws_vpc').address}.id}`,
      log_destination: `\${${group?.address}.arn}`,
    });
  });

  test('can be destroyed where nothing is protected', () => {
    const stack = stackWith({ ...own, flowLogs });
    const group = stack.resources('aws_cloudwatch_log_group').find(({ address }) => address.includes('flow-logs'));
    expect(group?.attributes).toMatchObject({ lifecycle: { prevent_destroy: false } });
  });
});

describe('a VPC that exists', () => {
  const [a, b] = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
  const existingVpc = { vpcId: 'vpc-0123456789abcdef0', publicSubnetIds: ['subnet-01234567', 'subnet-01234568'] };
  const { ingress, egress } = own;

  test('is left alone: only the security group of the tasks is made in it', () => {
    const stack = stackWith({
      existingVpc: { ...existingVpc, privateSubnetIds: [b, a] },
      placement: 'private',
      ...{ ingress, egress },
    });
    const network = /^aws_(?:vpc|default_|subnet|route|internet_|nat_|eip|security_group|flow_)/;
    expect(
      new Set(
        stack
          .resources()
          .map(({ type }) => type)
          .filter((type) => network.test(type)),
      ),
    ).toEqual(
      new Set(['aws_security_group', 'aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule']),
    );
    expect(onlyResource(stack, 'aws_security_group').attributes).toMatchObject({ vpc_id: existingVpc.vpcId });
    expect(onlyResource(stack, 'aws_ecs_service').attributes.network_configuration).toMatchObject({
      assign_public_ip: false,
      // In the same order, however they are declared.
      subnets: [a, b],
    });
  });

  test('takes tasks with public addresses in its public subnets', () => {
    const stack = stackWith({ existingVpc, ingress, egress }, { services: { web: serviceDefinition() } });
    expect(onlyResource(stack, 'aws_ecs_service').attributes.network_configuration).toMatchObject({
      assign_public_ip: true,
      subnets: existingVpc.publicSubnetIds,
    });
  });
});
