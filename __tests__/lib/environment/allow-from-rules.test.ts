import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import type { SecurityGroupRule } from '../../../lib/network/network-config';
import type { ServiceDefinition } from '../../../lib/services/service-definition';
import { problemsWith, unchecked } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

const https: SecurityGroupRule = { description: 'HTTPS', protocol: 'tcp', ports: 443, cidrBlock: '0.0.0.0/0' };
const perService = {
  ...environmentConfig().network,
  ingress: [],
  egress: [https],
  securityGroups: 'perService',
} as const satisfies EnvironmentConfig['network'];
const task = { image: 'shop:1', size: { cpu: 256, memoryMiB: 512 } };

/** The problems of services that each have a security group of their own. */
function problemsOf(services: Record<string, Partial<ServiceDefinition>>, overrides: Partial<EnvironmentConfig> = {}) {
  return problemsWith({
    network: perService,
    services: Object.fromEntries(Object.entries(services).map(([name, service]) => [name, serviceDefinition(service)])),
    scheduledTasks: { nightly: { ...task, schedule: 'rate(1 day)', timeZone: 'UTC' } },
    tasks: { migrate: task },
    ...overrides,
  });
}

/** As many rules as this, all of them different. */
const many = (count: number): SecurityGroupRule[] =>
  Array.from({ length: count }, (_, index) => ({ ...https, ports: 1000 + index, cidrBlock: '10.0.0.0/8' }));

describe('who may reach a service', () => {
  test('is any service or task of the environment, itself and each other', () => {
    expect(
      problemsOf({
        web: { allowFrom: ['api', 'web'] },
        api: { allowFrom: ['web', 'nightly', 'migrate'] },
        idle: { allowFrom: [] },
      }),
    ).toEqual([]);
  });

  test('is nobody else', () => {
    expect(problemsOf({ web: {}, api: { allowFrom: ['wbe', 'web', 'constructor'] } })).toEqual([
      'services.api.allowFrom[0]: "wbe" is not a service or task of this environment; did you mean "web"?',
      'services.api.allowFrom[2]: "constructor" is not a service or task of this environment; choose "api", "migrate", "nightly" or "web"',
    ]);
  });

  test('is named once, and in a list of texts', () => {
    expect(problemsOf({ web: {}, api: { allowFrom: ['web', 'web'] } })).toEqual([
      'services.api.allowFrom[1]: "web" is named twice',
    ]);
    expect(problemsOf({ web: {}, api: { allowFrom: unchecked('web') } })).toEqual([
      'services.api.allowFrom: must be a list, got text',
    ]);
    expect(problemsOf({ web: {}, api: { allowFrom: unchecked([1]) } })).toEqual([
      'services.api.allowFrom[0]: must be text, got a number: put it in quotes',
    ]);
  });

  test('reaches a port of the application or a sidecar, of which there must be one', () => {
    const sidecars = { proxy: { image: 'proxy:1', port: 8443 } };
    expect(problemsOf({ web: {}, api: { port: undefined, sidecars, allowFrom: ['web'] } })).toEqual([]);
    expect(problemsOf({ web: {}, api: { port: undefined, allowFrom: ['web'] } })).toEqual([
      'services.api.allowFrom: opens nothing: give the port on which a container of the service listens',
    ]);
  });

  test('is not said of tasks, which do not listen', () => {
    expect(
      problemsOf({ web: {} }, { tasks: { migrate: { ...task, ...unchecked<object>({ allowFrom: ['web'] }) } } }),
    ).toEqual(['tasks.migrate.allowFrom: unknown field']);
  });

  test.each([undefined, 'shared'] as const)(
    'is not said where securityGroups is %s, as all reach each other',
    (securityGroups) => {
      const network = { ...perService, securityGroups };
      const problem =
        'must be left out where all tasks share a security group: they reach each other, and network.ingress is for all of them; or set ' +
        'network.securityGroups to "perService"';
      expect(problemsOf({ web: {} }, { network })).toEqual([]);
      expect(problemsOf({ web: {}, api: { allowFrom: [], ingress: [] } }, { network })).toEqual([
        `services.api.allowFrom: ${problem}`,
        `services.api.ingress: ${problem}`,
      ]);
    },
  );
});

describe('where each service has a security group of its own', () => {
  test('nothing is let in for all of them', () => {
    expect(problemsOf({ web: {} }, { network: { ...perService, ingress: many(1) } })).toEqual([
      'network.ingress: must be empty with securityGroups: "perService", where a service says itself who reaches it: allowFrom, ingress',
    ]);
  });

  test('it can let in a public range on a port on which it listens, and other services on none of them', () => {
    const ingress = [{ ...https, ports: 80 }];
    expect(problemsOf({ web: { port: 80, ingress } })).toEqual([]);
    expect(problemsOf({ web: { port: 80 }, api: { port: 3000, ingress } })).toEqual([
      'services.api.ingress[0]: opens tcp port 80, on which no service listens, to 0.0.0.0/0, a public range; give a reason, or narrow it',
    ]);
    expect(
      problemsOf({ api: { port: 3000, ingress: [{ ...ingress[0], ...https, reason: 'It is to listen there soon' }] } }),
    ).toEqual([]);
  });

  test('no two of its rules allow the same', () => {
    const [rule = https] = many(1);
    expect(problemsOf({ web: { ingress: [rule, { ...rule, description: 'Again' }] } })).toEqual([
      'services.web.ingress[1]: allows the same as ingress[0]; remove one of them',
    ]);
  });
});

// https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
describe('a security group has at most 60 rules', () => {
  test('that let traffic in', () => {
    expect(problemsOf({ web: {}, api: { ingress: many(59), allowFrom: ['web'] } })).toEqual([]);
    expect(problemsOf({ web: {}, api: { ingress: many(60), allowFrom: ['web'] } })).toEqual([
      'services.api: has 61 rules that let traffic in, 60 of ingress and 1 of allowFrom; a security group has room for 60',
    ]);
  });

  test('that let traffic out, of which those to services are on each of their ports', () => {
    const api = { allowFrom: ['nightly'], sidecars: { proxy: { image: 'proxy:1', port: 8443 } } };
    const network = (count: number) => ({ network: { ...perService, egress: [https, ...many(count)] } });
    expect(problemsOf({ api }, network(57))).toEqual([]);
    expect(problemsOf({ api }, network(58))).toEqual([
      'scheduledTasks.nightly: has 61 rules that let traffic out, 59 of network.egress and 2 to services that let it in; a security group ' +
        'has room for 60',
    ]);
  });
});
