import type { RouteConfig } from '../../../lib/load-balancing/route-config';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import type { ServiceDefinition } from '../../../lib/services/service-definition';
import { problemsWith } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

const loadBalancer = {
  scheme: 'internet-facing',
  domain: { name: 'app.example.com', hostedZone: 'example.com', alternativeNames: ['*.example.com'] },
} as const;
const certificateArn = 'arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';

const problemsOfRoutes = (
  routes: Readonly<Record<string, RouteConfig>>,
  overrides: Partial<EnvironmentConfig> = {},
  service: Partial<ServiceDefinition> = {},
) =>
  problemsWith({
    loadBalancer,
    services: Object.fromEntries(
      Object.entries(routes).map(([name, route]) => [name, serviceDefinition({ ...service, secrets: {}, route })]),
    ),
    ...overrides,
  });

test('a load balancer may have no route: so it stays when the last one is taken away, or waits for the first', () => {
  expect(problemsWith({ loadBalancer })).toEqual([]);
});

test('a route needs the load balancer, and the port of its service', () => {
  expect(problemsOfRoutes({ web: { priority: 1 } }, { loadBalancer: undefined })).toEqual([
    'services.web.route: needs the loadBalancer of the environment, which has none',
  ]);
  expect(problemsOfRoutes({ web: { priority: 1 } }, {}, { port: undefined })).toEqual([
    'services.web.route: needs the port of the service, on which it gets the requests',
    // Of another rule: nobody listens on the port that is open.
    ...problemsWith({ services: { web: serviceDefinition({ port: undefined }) } }),
  ]);
});

test('two routes cannot have the same priority, whatever they are for', () => {
  expect(problemsOfRoutes({ web: { priority: 7 }, api: { priority: 7, hosts: ['api.example.com'] } })).toEqual([
    'services.api.route.priority: 7 is also the priority of "web"',
  ]);
});

// Of the rules that match, a load balancer takes the one with the lowest priority.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
describe('a route that gets no request', () => {
  test.each<[string, RouteConfig, RouteConfig]>([
    ['because it is the same', { priority: 1 }, { priority: 2 }],
    ['because its paths are below', { priority: 1 }, { priority: 2, paths: ['/api/*'] }],
    [
      'because its hosts are among others, in another case',
      { priority: 1, hosts: ['*.example.com'] },
      { priority: 2, hosts: ['API.example.com'] },
    ],
  ])('%s is refused', (_why, web, api) => {
    expect(problemsOfRoutes({ api, web })).toEqual([
      'services.api.route: gets no request: "web", with the lower priority 1, gets all that it is for; give it a priority below 1, or ' +
        'other hosts or paths',
    ]);
  });

  test.each<[string, RouteConfig, RouteConfig]>([
    ['has the lower priority', { priority: 2 }, { priority: 1, paths: ['/api/*'] }],
    ['has another host', { priority: 1 }, { priority: 2, hosts: ['api.example.com'] }],
    ['has a path more', { priority: 1, paths: ['/api/*'] }, { priority: 2, paths: ['/api/*', '/v2/*'] }],
  ])('is none that %s', (_why, web, api) => {
    expect(problemsOfRoutes({ api, web })).toEqual([]);
  });
});

test('the hosts of a route are names of the certificate, whose wildcard is for one label', () => {
  const route = { priority: 1, hosts: ['app.example.com', 'API.example.com', '*.example.com'] };
  expect(problemsOfRoutes({ web: route })).toEqual([]);
  expect(problemsOfRoutes({ web: { ...route, hosts: ['a.b.example.com', 'example.com'] } })).toEqual([
    'services.web.route.hosts[0]: "a.b.example.com" is none of the names of the load balancer, "app.example.com", "*.example.com"; add ' +
      'it to loadBalancer.domain.alternativeNames',
    'services.web.route.hosts[1]: "example.com" is none of the names of the load balancer, "app.example.com", "*.example.com"; add it ' +
      'to loadBalancer.domain.alternativeNames',
  ]);
});

test('the domain counts among the five hosts and paths of a route that names no host', () => {
  const paths = ['/a', '/b', '/c', '/d', '/e'];
  expect(problemsOfRoutes({ web: { priority: 1, paths } })).toEqual([
    'services.web.route: has 6 hosts and paths; a rule of a load balancer takes 5: use wildcards. The domain is one of them',
  ]);
  expect(
    problemsOfRoutes({ web: { priority: 1, paths } }, { loadBalancer: { scheme: 'internal', certificateArn } }),
  ).toEqual([]);
});

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
test('a delay is within the stop time-out, which is 30 seconds by default', () => {
  expect(problemsOfRoutes({ web: { priority: 1, deregistrationDelaySeconds: 30 } })).toEqual([]);
  expect(problemsOfRoutes({ web: { priority: 1, deregistrationDelaySeconds: 31 } })).toEqual([
    expect.stringContaining('31 is longer than the 30 seconds after which ECS kills the application'),
  ]);
});

test('what is given by ARN is in the Region and the account of the environment', () => {
  const own = { scheme: 'internal', certificateArn } as const;
  const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/1';
  expect(problemsWith({ loadBalancer: own, accountId: '123456789012' })).toEqual([]);
  expect(problemsWith({ loadBalancer: own, accountId: '210987654321' })).toEqual([
    expect.stringMatching(/^loadBalancer\.certificateArn: .* is not in the account of the environment, 210987654321$/),
  ]);
  expect(problemsWith({ loadBalancer: { ...own, webAclArn } })).toEqual([
    expect.stringMatching(/^loadBalancer\.webAclArn: .* is not in the Region of the environment, ap-northeast-1$/),
  ]);
});

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
test.each([
  ['/27', '10.0.1.0/27', []],
  [
    '/28',
    '10.0.1.0/28',
    [
      'network.publicSubnets[0].cidrBlock: "10.0.1.0/28" is too small for the load balancer, which needs a /27 or larger',
    ],
  ],
])('a subnet of a load balancer as large as %s', (_size, cidrBlock, expected) => {
  const { network } = environmentConfig();
  const [first, second] = network.publicSubnets;
  const publicSubnets = [{ ...first, cidrBlock }, second] as typeof network.publicSubnets;
  expect(problemsWith({ loadBalancer, network: { ...network, publicSubnets } })).toEqual(expected);
  expect(problemsWith({ network: { ...network, publicSubnets } })).toEqual([]);
});

// https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
test.each([
  [58, []],
  [
    59,
    [expect.stringMatching(/^network\.ingress: leaves no room for the load balancer: a security group takes 60 rules/)],
  ],
])(
  'beside %d rules for others, the security group of the tasks has room for one port of a load balancer',
  (count, expected) => {
    const { network } = environmentConfig();
    const ingress = Array.from({ length: count }, (_, index) => ({
      ...{ description: 'Office', protocol: 'tcp' as const, ports: 80, cidrBlock: `10.1.${index}.0/24` },
    }));
    expect(problemsOfRoutes({ web: { priority: 1 } }, { network: { ...network, ingress } })).toEqual(expected);
  },
);

// https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
test.each([
  [60, []],
  [
    61,
    [
      'services: has 61 services with a route and a security group of its own; that of the load balancer takes 60 rules, one to each',
    ],
  ],
])('the security group of the load balancer has rules to %d services that each have their own', (count, expected) => {
  const routes = Array.from({ length: count }, (_, index) => [
    `s${index}`,
    { priority: index + 1, paths: [`/${index}`] },
  ]);
  const { network } = environmentConfig();
  expect(
    problemsOfRoutes(Object.fromEntries(routes) as Record<string, RouteConfig>, {
      network: { ...network, ingress: [], securityGroups: 'perService' },
    }),
  ).toEqual(expected);
});

test.each([
  [100, []],
  [101, ['services: has 101 services with a route; a load balancer takes 100']],
])('%d services with a route', (count, expected) => {
  const routes = Array.from({ length: count }, (_, index) => [
    `s${index}`,
    { priority: index + 1, paths: [`/${index}`] },
  ]);
  expect(problemsOfRoutes(Object.fromEntries(routes) as Record<string, RouteConfig>)).toEqual(expected);
});
