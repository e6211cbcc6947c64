import { EVERYONE, LOAD_BALANCER, reachMatrix, type ReachRow } from '../../commands/access/reach-matrix';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { workloads } from '../../lib/environment/workloads';
import { contains } from '../../lib/network/cidr';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { securityGroupEvaluator, type Probe } from '../support/network-evaluation';
import { onlyResource, synthesize, type SynthesizedStack } from '../support/synthesized-stack';

const { network } = environmentConfig();
const task = { image: 'shop:1', size: { cpu: 256, memoryMiB: 512 } };
const https = { description: 'HTTPS', protocol: 'tcp', ports: 443, cidrBlock: '0.0.0.0/0' } as const;

/** Two services that let in each other, one by a sidecar, too; and all kinds of tasks. */
function configuration(overrides: Partial<EnvironmentConfig> = {}): EnvironmentConfig {
  return environmentConfig({
    application: 'shop',
    network: { ...network, ingress: [], egress: [https], securityGroups: 'perService' },
    services: {
      web: serviceDefinition({ port: 80, allowFrom: ['api'] }),
      api: serviceDefinition({
        port: 3000,
        sidecars: { proxy: { image: 'proxy:1', port: 3443 } },
        logRouter: { image: 'router:1', port: 24224, options: { Name: 'null' } },
        allowFrom: ['web', 'migrate', 'nightly'],
      }),
      worker: serviceDefinition({ port: 9000 }),
      constructor: serviceDefinition({ port: undefined }),
      peers: serviceDefinition({ port: 7946, allowFrom: ['peers'] }),
    },
    scheduledTasks: { nightly: { ...task, schedule: 'rate(1 day)', timeZone: 'UTC' } },
    tasks: { migrate: task },
    ...overrides,
  });
}

const office = {
  description: 'Office',
  protocol: 'tcp',
  ports: { from: 9000, to: 9100 },
  cidrBlock: '192.0.2.0/24',
  reason: 'Test',
};
const configurations: Readonly<Record<string, EnvironmentConfig>> = {
  shared: environmentConfig({
    application: 'shop',
    network: { ...network, ingress: [{ ...office, protocol: 'udp' }] },
    services: { web: serviceDefinition(), api: serviceDefinition({ port: 3000 }) },
  }),
  own: configuration(),
  // By address, too: what all may reach includes the addresses of the environment itself, and the worker lets these in.
  addresses: configuration({
    network: {
      ...network,
      ingress: [],
      securityGroups: 'perService',
      egress: [
        https,
        { description: 'Inside', protocol: 'tcp', ports: { from: 9050, to: 9200 }, cidrBlock: '10.0.0.0/8' },
        { description: 'Names', protocol: 'udp', ports: 53, cidrBlock: '10.0.0.2/32' },
      ],
    },
    services: {
      ...configuration().services,
      worker: serviceDefinition({
        port: 9000,
        ingress: [
          { ...office, protocol: 'tcp' },
          { description: 'Peered', protocol: 'tcp', ports: { from: 9000, to: 9100 }, cidrBlock: '10.0.0.0/15' },
          { description: 'Elsewhere', protocol: 'all', cidrBlock: '10.9.0.0/16' },
        ],
      }),
    },
  }),
};

const loadBalancer = {
  scheme: 'internet-facing',
  certificateArn: 'arn:aws:acm:ap-northeast-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef',
} as const;

const balanced: Readonly<Record<string, EnvironmentConfig>> = {
  'shared, with a load balancer': environmentConfig({
    application: 'shop',
    network: { ...network, ingress: [] },
    loadBalancer,
    services: {
      web: serviceDefinition({ route: { priority: 1, hosts: ['web.example.com'] } }),
      api: serviceDefinition({ port: 3000, route: { priority: 2, hosts: ['api.example.com'] } }),
      other: serviceDefinition({ port: 3000, route: { priority: 3, hosts: ['other.example.com'] } }),
    },
  }),
  'own, with an internal load balancer': configuration({
    loadBalancer: { ...loadBalancer, scheme: 'internal' },
    services: {
      ...configuration().services,
      web: serviceDefinition({ port: 80, allowFrom: ['api'], route: { priority: 1, hosts: ['web.example.com'] } }),
    },
  }),
};

function onlyStack(config: EnvironmentConfig): SynthesizedStack {
  const [stack] = synthesize({ dev: config });
  if (stack === undefined) {
    throw new Error('nothing was synthesized');
  }
  return stack;
}

/** The security groups of services and tasks, by name; one-off tasks are in the one that has their name. */
function groupsOf(stack: SynthesizedStack, config: EnvironmentConfig): Map<string, string> {
  const groups = stack.resources('aws_security_group');
  const named = (name: string) => groups.find((group) => group.text('name') === name)?.address;
  return new Map(
    [...workloads(config).map(({ name }) => name), ...(config.loadBalancer === undefined ? [] : [LOAD_BALANCER])].map(
      (name) => [
        name,
        named(`shop-dev-${name === LOAD_BALANCER ? 'load-balancer' : `${name}-tasks`}`) ?? named('shop-dev-app') ?? '',
      ],
    ),
  );
}

function includes(row: ReachRow, { from, to, protocol, port }: Probe, names: readonly string[]): boolean {
  const side = (declared: string, probed: string) =>
    declared === EVERYONE
      ? names.includes(probed) && probed !== LOAD_BALANCER
      : declared === probed || (!names.includes(probed) && contains(declared, probed));
  const ports = row.ports ?? { from: 0, to: 65535 };
  return (
    side(row.from, from) &&
    side(row.to, to) &&
    (row.protocol === 'all' || row.protocol === protocol) &&
    ports.from <= port &&
    port <= ports.to
  );
}

// https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
describe.each(Object.entries({ ...configurations, ...balanced }))('in the configuration "%s"', (_name, config) => {
  const stack = onlyStack(config);
  const groupOf = groupsOf(stack, config);
  const isLetThrough = securityGroupEvaluator(stack, groupOf);
  const rows = reachMatrix({ ...config, name: 'dev' });
  const names = [...groupOf.keys()];
  const outside = ['192.0.2.9/32', '198.51.100.1/32', '10.1.0.9/32', '10.9.0.9/32', '10.0.0.2/32'];
  const ports = [53, 80, 443, 3000, 3443, 7946, 8999, 9000, 9049, 9050, 9100, 9101, 9200, 24224];
  const probes = [...names, ...outside]
    .flatMap((from) =>
      [...names, ...outside].flatMap((to) =>
        (['tcp', 'udp'] as const).flatMap((protocol) => ports.map((port): Probe => ({ from, to, protocol, port }))),
      ),
    )
    .filter(({ from, to }) => names.includes(from) || names.includes(to));

  test('the table of who can reach whom has exactly what the security groups let through', () => {
    const [told, allowed] = [
      probes.filter((probe) => rows.some((row) => includes(row, probe, names))),
      probes.filter((probe) => isLetThrough(probe)),
    ];
    expect(told).toEqual(allowed);
    expect(allowed.length).toBeGreaterThan(0);
  });

  test('every row of it lets something through', () => {
    for (const row of rows) {
      expect(probes.some((probe) => includes(row, probe, names) && isLetThrough(probe))).toBe(true);
    }
  });
});

describe('where each service and task has a security group of its own', () => {
  const stack = onlyStack(configuration());
  const rulesOf = (direction: 'ingress' | 'egress') =>
    stack.resources(`aws_vpc_security_group_${direction}_rule`).map((rule) => rule.text('description'));

  test('it is named and described after it, and used by it alone', () => {
    const groups = stack.resources('aws_security_group');
    expect(groups.map((group) => [group.text('name'), group.text('description')])).toEqual(
      ['api', 'constructor', 'migrate', 'nightly', 'peers', 'web', 'worker'].map((name) => [
        `shop-dev-${name}-tasks`,
        `Security group of ${name}`,
      ]),
    );
    const used = stack.resources('aws_ecs_service').map(({ attributes }) => attributes.network_configuration);
    expect(used).toHaveLength(5);
    for (const [index, service] of stack.resources('aws_ecs_service').entries()) {
      const group = groups.find((one) => one.text('name') === `${service.text('name')}-tasks`);
      expect(used[index]).toMatchObject({ security_groups: [`\${${group?.address ?? ''}.id}`] });
    }
    expect(onlyResource(stack, 'aws_scheduler_schedule').attributes).toMatchObject({
      target: {
        ecs_parameters: {
          network_configuration: {
            security_groups: [
              `\${${groups.find((one) => one.text('name') === 'shop-dev-nightly-tasks')?.address ?? ''}.id}`,
            ],
          },
        },
      },
    });
  });

  test('what lets another one in is a rule of each side, and nothing is for the group itself unless it is said', () => {
    expect(rulesOf('ingress')).toEqual([
      ...['migrate', 'migrate', 'nightly', 'nightly', 'web', 'web'].map((name) => `Allow from ${name}`),
      ...['peers', 'api'].map((name) => `Allow from ${name}`),
    ]);
    expect(
      rulesOf('egress')
        .filter((description) => description !== 'HTTPS')
        .sort(),
    ).toEqual([...Array.from({ length: 6 }, () => 'Allow to api'), ...['Allow to peers', 'Allow to web']]);
  });

  test('the order in which callers are named changes nothing', () => {
    const { services } = configuration();
    const api = serviceDefinition({ ...services.api, allowFrom: ['nightly', 'web', 'migrate'] });
    expect(onlyStack(configuration({ services: { ...services, api } })).text).toBe(stack.text);
  });
});

// A resource that is removed from the configuration is destroyed before what depended on it changes, unless its state has this: AWS
// refuses to delete a group that is in use, and tasks need the rules until they are replaced.
// https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
test.each(Object.entries(configurations))(
  'groups and rules outlive their use, in the configuration "%s"',
  (_name, config) => {
    const types = ['aws_security_group', ...['ingress', 'egress'].map((one) => `aws_vpc_security_group_${one}_rule`)];
    const resources = types.flatMap((type) => onlyStack(config).resources(type));
    expect(resources).not.toHaveLength(0);
    for (const { address, attributes } of resources) {
      expect([address, attributes.lifecycle]).toEqual([address, { create_before_destroy: true }]);
    }
  },
);
