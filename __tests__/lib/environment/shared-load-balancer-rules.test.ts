import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import type { OwnLoadBalancerConfig } from '../../../lib/load-balancing/load-balancer-config';
import type { RouteConfig } from '../../../lib/load-balancing/route-config';
import type { NetworkConfig } from '../../../lib/network/network-config';
import { problemsOf, unchecked } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

const existingVpc = { vpcId: 'vpc-0123456789abcdef0', publicSubnetIds: ['subnet-01234567', 'subnet-01234568'] };
const inVpc: NetworkConfig = { existingVpc, ingress: [], egress: environmentConfig().network.egress };
const loadBalancer: OwnLoadBalancerConfig = {
  scheme: 'internet-facing',
  domain: { name: 'shop.example.com', hostedZone: 'example.com', alternativeNames: ['*.shop.example.com'] },
};
const certificateArn = 'arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';

const services = (routes: readonly RouteConfig[], name = 'service') =>
  Object.fromEntries(
    routes.map((route, index) => [`${name}${index}`, serviceDefinition({ secrets: {}, route })] as const),
  );

/** `shop`, and `billing` that has its load balancer. */
const problems = (shop: Partial<EnvironmentConfig> = {}, billing: Partial<EnvironmentConfig> = {}) =>
  problemsOf({
    shop: environmentConfig({ application: 'growth', loadBalancer, services: {}, ...shop }),
    billing: environmentConfig({
      application: 'growth',
      network: inVpc,
      loadBalancer: { of: 'shop' },
      services: services([{ priority: 200, hosts: ['billing.shop.example.com'] }]),
      ...billing,
    }),
  }).map((problem) => problem.replace(/^environments\./, ''));

test('an environment may have the load balancer of another one, in whose VPC it is', () => {
  expect(problems()).toEqual([]);
});

test.each([
  ['there is not', 'shpo', '"shpo" is not an environment with a load balancer of its own; did you mean "shop"?'],
  ['is itself', 'billing', '"billing" is not an environment with a load balancer of its own; choose "shop"'],
])('it is refused if the other one %s', (_what, owner, problem) => {
  expect(problems({}, { loadBalancer: { of: owner } })).toEqual([`billing.loadBalancer.of: ${problem}`]);
});

test('it is refused if the other one has none, or that of a third', () => {
  expect(problems({ loadBalancer: undefined })).toEqual([
    'billing.loadBalancer.of: "shop" is not an environment with a load balancer of its own',
  ]);
  const third = environmentConfig({
    ...{ application: 'growth', network: inVpc, services: {} },
    loadBalancer: { of: 'billing' },
  });
  const billing = environmentConfig({ ...third, loadBalancer: { of: 'shop' } });
  const shop = environmentConfig({ application: 'growth', loadBalancer, services: {} });
  expect(problemsOf({ shop, billing, third })).toEqual([
    'environments.third.loadBalancer.of: "billing" is not an environment with a load balancer of its own; choose "shop"',
  ]);
});

// What is wrong with the other one may be the load balancer, and is reported there.
test('a mistake in the other one is reported once', () => {
  expect(problems({ loadBalancer: unchecked({ ...loadBalancer, scheme: 'public' }) })).toEqual([
    expect.stringMatching(/^shop\.loadBalancer\.scheme: /),
  ]);
});

test.each<[string, Partial<EnvironmentConfig>, string]>([
  ['application', { application: 'other' }, '"growth", and not "other"'],
  ['region', { region: 'eu-west-1' }, '"ap-northeast-1", and not "eu-west-1"'],
  ['accountId', { accountId: '210987654321', sharesAccount: true }, '"123456789012", and not "210987654321"'],
])('both have the same %s', (field, billing, values) => {
  const shop = { accountId: '123456789012', sharesAccount: true };
  const same = { accountId: '123456789012', sharesAccount: true };
  expect(problems(shop, same)).toEqual([]);
  expect(problems(shop, { ...same, ...billing })).toEqual([
    `billing.loadBalancer.of: "shop", whose load balancer it is, has another ${field}: ${values}`,
  ]);
});

// Targets are addresses of the load balancer's own VPC:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html
test('both are in one VPC, as far as it is known', () => {
  expect(problems({}, { network: environmentConfig().network })).toEqual([
    'billing.network: must be that of "shop", in which its load balancer is: existingVpc, as the output existing_vpc of "shop" says',
  ]);
  const other = { ...existingVpc, vpcId: 'vpc-0123456789abcdef1' };
  expect(problems({ network: { ...inVpc, existingVpc: other } })).toEqual([
    'billing.network.existingVpc.vpcId: "vpc-0123456789abcdef0" is not the VPC of "shop", in which its load balancer is: ' +
      '"vpc-0123456789abcdef1"',
  ]);
  expect(problems({ network: inVpc })).toEqual([]);
});

test('its alarm is that of its owner', () => {
  const subscriptions = [{ protocol: 'email', endpoint: 'on-call@example.com' }] as const;
  expect(problems({}, { alarms: { subscriptions } })).toEqual([]);
  expect(problems({}, { alarms: { subscriptions, loadBalancerErrors: 5 } })).toEqual([
    'billing.alarms.loadBalancerErrors: must be left out: "shop" has the alarm of the load balancer',
  ]);
});

describe('the hosts of a route', () => {
  const hosts = (given: RouteConfig['hosts'], shop: Partial<EnvironmentConfig> = {}) =>
    problems(shop, { services: services([{ priority: 200, hosts: given }]) });

  test('must be named where the load balancer has a domain, and be among its names', () => {
    expect(hosts(undefined)).toEqual([
      'billing.services.service0.route.hosts: is missing: choose from the names of the load balancer of "shop", "shop.example.com" ' +
        'or "*.shop.example.com"',
    ]);
    expect(hosts(['billing.example.com'])).toEqual([
      'billing.services.service0.route.hosts[0]: "billing.example.com" is none of the names of the load balancer of "shop", ' +
        '"shop.example.com", "*.shop.example.com"; add it to loadBalancer.domain.alternativeNames of "shop"',
    ]);
  });

  test('may be any, or none, where the names of its certificate are not known', () => {
    const shop = { loadBalancer: { scheme: 'internet-facing', certificateArn } as const };
    expect([hosts(undefined, shop), hosts(['billing.example.com'], shop)]).toEqual([[], []]);
  });
});

describe('the routes of both', () => {
  const shop = (route: RouteConfig) => ({ services: services([route], 'web') });

  test('have different priorities', () => {
    expect(problems(shop({ priority: 199 }))).toEqual([]);
    expect(problems(shop({ priority: 200 }))).toEqual([
      'billing.services.service0.route.priority: 200 is also the priority of "web0" of "shop"',
    ]);
  });

  test('leave requests to each other', () => {
    expect(problems(shop({ priority: 201, hosts: ['*.shop.example.com'] }))).toEqual([]);
    expect(problems(shop({ priority: 100, hosts: ['*.shop.example.com'] }))).toEqual([
      'billing.services.service0.route: gets no request: "web0" of "shop", with the lower priority 100, gets all that it is for; ' +
        'give it a priority below 100, or other hosts or paths',
    ]);
  });

  const paths = (count: number, first: number) =>
    Array.from({ length: count }, (_, index): RouteConfig => ({
      priority: first + index,
      hosts: ['shop.example.com'],
      paths: [`/${first + index}`],
    }));

  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
  test('are at most 100 together', () => {
    const sizes = (own: number, others: number) =>
      problems({ services: services(paths(own, 1), 'web') }, { services: services(paths(others, 1000)) });
    expect(sizes(60, 40)).toEqual([]);
    expect(sizes(60, 41)).toEqual([
      'shop.loadBalancer: together with "billing" has 101 routes; a load balancer takes 100',
    ]);
  });

  // https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
  test('need at most 60 rules of its security group together', () => {
    const { network } = environmentConfig();
    const perService = { securityGroups: 'perService', ingress: [] } as const;
    const sizes = (own: number, others: number) =>
      problems(
        { network: { ...network, ...perService }, services: services(paths(own, 1), 'web') },
        { network: { ...inVpc, ...perService }, services: services(paths(others, 1000)) },
      );
    expect(sizes(30, 30)).toEqual([]);
    expect(sizes(30, 31)).toEqual([
      'shop.loadBalancer: together with "billing" has 61 security groups and ports to reach; a load balancer takes 60',
    ]);
  });
});
