import type { NetworkConfig, SecurityGroupRule } from '../../../lib/network/network-config';
import { problemsWith, unchecked } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

function networkProblems(overrides: Partial<NetworkConfig>): readonly string[] {
  return problemsWith({ network: { ...environmentConfig().network, ...overrides } });
}

function subnets(...ranges: string[]): NetworkConfig['publicSubnets'] {
  return ranges.map((cidrBlock, index) => ({ cidrBlock, availabilityZone: `ap-northeast-1${'acd'[index]}` }));
}

const https: SecurityGroupRule = { description: 'HTTPS', protocol: 'tcp', ports: 443, cidrBlock: '0.0.0.0/0' };

/** From a private range, which needs no reason. */
function ingressProblems(rule: Partial<SecurityGroupRule>): readonly string[] {
  return networkProblems({ ingress: [{ ...https, cidrBlock: '10.0.0.0/8', ...rule }] });
}

describe('subnets', () => {
  test('may fill the VPC', () => {
    expect(
      networkProblems({ vpcCidrBlock: '10.0.0.0/16', publicSubnets: subnets('10.0.0.0/17', '10.0.128.0/17') }),
    ).toEqual([]);
  });

  test('must lie inside the VPC', () => {
    expect(networkProblems({ publicSubnets: subnets('10.0.1.0/24', '10.1.0.0/24') })).toEqual([
      `network.publicSubnets[1].cidrBlock: "10.1.0.0/24" is not inside the VPC's 10.0.0.0/16`,
    ]);
  });

  test('must be disjoint', () => {
    expect(networkProblems({ publicSubnets: subnets('10.0.0.0/23', '10.0.2.0/24', '10.0.1.0/24') })).toEqual([
      'network.publicSubnets[2].cidrBlock: "10.0.1.0/24" overlaps with publicSubnets[0], 10.0.0.0/23',
    ]);
  });

  test('must be two at least', () => {
    expect(networkProblems({ publicSubnets: subnets('10.0.1.0/24') })).toEqual([
      'network.publicSubnets: must have at least 2 subnets, got 1',
    ]);
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
  test('must be 16 at most', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        cidrBlock: `10.0.${index}.0/24`,
        availabilityZone: `ap-northeast-1${index % 2 === 0 ? 'a' : 'c'}`,
      }));
    expect(networkProblems({ publicSubnets: many(16) })).toEqual([]);
    expect(networkProblems({ publicSubnets: many(17) })).toEqual([
      'network.publicSubnets: must have at most 16 subnets, got 17',
    ]);
  });

  test('must lie in two zones at least', () => {
    const publicSubnets = subnets('10.0.1.0/24', '10.0.2.0/24').map((subnet) => ({
      ...subnet,
      availabilityZone: 'ap-northeast-1a',
    }));
    expect(networkProblems({ publicSubnets })).toEqual([
      'network.publicSubnets: must be in at least 2 Availability Zones, got only "ap-northeast-1a"',
    ]);
  });

  test.each(['ap-northeast-1', 'ap-northeast-1A', 'ap-northeast-1ab', 'us-east-1a', 'ap-northeast-1-tpe-1a'])(
    'must lie in a zone of the Region, not in %s',
    (availabilityZone) => {
      const [first, second] = subnets('10.0.1.0/24', '10.0.2.0/24');
      expect(networkProblems({ publicSubnets: unchecked([first, { ...second, availabilityZone }]) })).toEqual([
        `network.publicSubnets[1].availabilityZone: "${availabilityZone}" is not an Availability Zone of ap-northeast-1, ` +
          'whose zones are named like "ap-northeast-1a"',
      ]);
    },
  );

  test('are checked though another field of the network has a wrong type', () => {
    const problems = networkProblems({
      vpcCidrBlock: '10.0.0.0/24',
      publicSubnets: subnets('10.0.1.0/24', '10.0.1.0/25'),
      ingress: unchecked('any'),
    });
    expect(problems).toEqual([
      'network.ingress: must be a list, got text',
      `network.publicSubnets[0].cidrBlock: "10.0.1.0/24" is not inside the VPC's 10.0.0.0/24`,
      `network.publicSubnets[1].cidrBlock: "10.0.1.0/25" is not inside the VPC's 10.0.0.0/24`,
      'network.publicSubnets[1].cidrBlock: "10.0.1.0/25" overlaps with publicSubnets[0], 10.0.1.0/24',
    ]);
  });
});

describe('a security group rule', () => {
  test.each([1, 65535, { from: 1, to: 65535 }, { from: 80, to: 80 }])('may have the ports %j', (ports) => {
    expect(ingressProblems({ ports })).toEqual([]);
  });

  test.each([
    [0, 'network.ingress[0].ports: 0 must be a whole number, 1 to 65535'],
    [65536, 'network.ingress[0].ports: 65536 must be a whole number, 1 to 65535'],
    [80.5, 'network.ingress[0].ports: 80.5 must be a whole number, 1 to 65535'],
    [{ from: 0, to: 80 }, 'network.ingress[0].ports.from: 0 must be a whole number, 1 to 65535'],
    [{ from: 81, to: 80 }, 'network.ingress[0].ports: must give the lower port first, got 81 to 80'],
    [{ from: 80 }, 'network.ingress[0].ports.to: is missing'],
    [undefined, 'network.ingress[0].ports: is missing: tcp needs a port or a range { from, to }'],
    ['80', 'network.ingress[0].ports: must be a number or an object, got text; did you mean 80, without quotes?'],
    [NaN, 'network.ingress[0].ports: must be a number or an object, got NaN'],
    [new Date(0), 'network.ingress[0].ports: must be a number or a plain object, got a Date'],
  ])('may not have the ports %j', (ports, problem) => {
    expect(ingressProblems({ ports: unchecked(ports) })).toEqual([problem]);
  });

  test('of every protocol has no ports', () => {
    expect(ingressProblems({ protocol: 'all', ports: undefined })).toEqual([]);
    expect(ingressProblems({ protocol: 'all', ports: 80 })).toEqual([
      'network.ingress[0].ports: must be left out: the protocol "all" has no ports',
    ]);
  });

  test('has a known protocol', () => {
    expect(ingressProblems({ protocol: unchecked('tpc') })).toEqual([
      'network.ingress[0].protocol: "tpc" must be "tcp", "udp" or "all"; did you mean "tcp"?',
    ]);
  });

  test('has a network address', () => {
    expect(ingressProblems({ cidrBlock: '10.0.1.1/24' })).toEqual([
      'network.ingress[0].cidrBlock: "10.0.1.1/24" is not a network address; did you mean "10.0.1.0/24"?',
    ]);
  });

  test.each(['a', 'x'.repeat(255), 'From the load balancer (port 80) & others: [x]={y};!$*#,@+_-/.'])(
    'may be described as %j',
    (description) => expect(ingressProblems({ description })).toEqual([]),
  );

  test.each(['', 'x'.repeat(256), 'naïve', 'it’s', `a"b`, 'a\nb'])('may not be described as %j', (description) => {
    expect(ingressProblems({ description })).toEqual([expect.stringMatching(/^network\.ingress\[0\]\.description: /)]);
  });

  test('is unique in what it allows within its direction, whatever its description', () => {
    const own = { ...https, cidrBlock: '10.0.0.0/8' };
    expect(networkProblems({ ingress: [own], egress: [own, https] })).toEqual([]);
    expect(networkProblems({ ingress: [own, { ...own, ports: 8443 }] })).toEqual([]);
    const again = { description: 'Again', ports: { from: 443, to: 443 } };
    expect(networkProblems({ ingress: [own, { ...own, ...again }], egress: [{ ...https, ...again }, https] })).toEqual([
      'network.egress[1]: allows the same as egress[0]; remove one of them',
      'network.ingress[1]: allows the same as ingress[0]; remove one of them',
    ]);
  });
});

test('tasks share a security group, or each service has one', () => {
  expect(networkProblems({ securityGroups: 'shared' })).toEqual([]);
  expect(networkProblems({ securityGroups: unchecked('perservice') })).toEqual([
    'network.securityGroups: "perservice" must be "shared" or "perService"; did you mean "perService"?',
  ]);
});

// https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
test('a direction has at most 59 rules, as one more lets the tasks reach each other', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...https, ports: 443 + index, cidrBlock: '10.0.0.0/8' }));
  expect(networkProblems({ ingress: many(59), egress: [https, ...many(58)] })).toEqual([]);
  expect(networkProblems({ ingress: many(60), egress: [https, ...many(59)] })).toEqual(
    ['egress', 'ingress'].map(
      (direction) =>
        `network.${direction}: must have at most 59 rules, got 60: a security group has room for 60 in each direction, and one lets ` +
        'the tasks reach each other',
    ),
  );
});

test('the description of a security group rule does not contain a secret, and does not show it', () => {
  expect(ingressProblems({ description: 'see https://app:hunter2@example.com' })).toEqual([
    'network.ingress[0].description: (a value that looks like a secret) must not be here, where many people can read it; if it is none, write harmless(text, reason)',
  ]);
  expect(ingressProblems({ description: 'see https://example.com/a@b' })).toEqual([]);
});

// An IPv4 VPC: no IPv6 range is taken at all, so none can open it.
test.each(['::/0', '::/1', '2000::/3', '::ffff:0.0.0.0/96'])('a rule is not for %s', (cidrBlock) => {
  expect(ingressProblems({ cidrBlock })).toEqual([
    `network.ingress[0].cidrBlock: "${cidrBlock}" is not an IPv4 range, for example "10.0.0.0/16"`,
  ]);
});

// https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18: only authorized ports from everywhere
describe('what is open to a public range', () => {
  const everywhere = ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '8.0.0.0/7', '10.0.0.0/7', '203.0.113.9/32'];
  const wide: [string, Partial<SecurityGroupRule>][] = [
    ['every protocol and port', { protocol: 'all', ports: undefined }],
    ['tcp ports 1 to 65535', { ports: { from: 1, to: 65535 } }],
    ['tcp ports 80 to 81', { ports: { from: 80, to: 81 } }],
    ['udp ports 53 to 54', { protocol: 'udp', ports: { from: 53, to: 54 } }],
  ];

  test.each(everywhere.flatMap((range) => wide.map(([ports, rule]) => [ports, range, rule] as const)))(
    'is %s, at %s, only with a reason, in both directions',
    (ports, cidrBlock, rule) => {
      const open = { ...https, ...rule, cidrBlock };
      expect(networkProblems({ ingress: [open], egress: [https, open] })).toEqual([
        `network.egress[1]: lets ${ports} out to ${cidrBlock}, a public range; give a reason, or narrow it`,
        `network.ingress[0]: opens ${ports} to ${cidrBlock}, a public range; give a reason, or narrow it`,
      ]);
      const explained = { ...open, reason: 'A honeypot' };
      expect(networkProblems({ ingress: [explained], egress: [https, explained] })).toEqual([]);
    },
  );

  test.each<[string, Partial<SecurityGroupRule>]>([
    ['tcp port 22', { ports: 22 }],
    ['tcp port 79', { ports: { from: 79, to: 79 } }],
    ['udp port 80', { protocol: 'udp', ports: 80 }],
  ])('is %s, on which no service listens, only with a reason', (port, rule) => {
    const open = { ...https, ...rule };
    expect(networkProblems({ ingress: [open] })).toEqual([
      `network.ingress[0]: opens ${port}, on which no service listens, to 0.0.0.0/0, a public range; give a reason, or narrow it`,
    ]);
    expect(networkProblems({ ingress: [{ ...open, reason: 'A honeypot' }], egress: [https, open] })).toEqual([]);
  });

  test('may be the port of a service, and any single port to call', () => {
    const rules = [
      { ...https, ports: 80 },
      { ...https, ports: { from: 80, to: 80 }, cidrBlock: '8.8.0.0/16' },
    ];
    expect(networkProblems({ ingress: rules, egress: [https, ...rules, { ...https, ports: 5432 }] })).toEqual([]);
  });

  test.each(['10.0.0.0/8', '172.16.0.0/12', '192.168.1.0/24', '100.64.0.0/10'])(
    'is not what %s may reach',
    (cidrBlock) => {
      const rules = wide.map(([, rule]) => ({ ...https, ...rule, cidrBlock }));
      expect(networkProblems({ ingress: rules, egress: [https, ...rules] })).toEqual([]);
    },
  );

  test('is told by the services of the environment', () => {
    const network = { ...environmentConfig().network, ingress: [{ ...https, ports: 8080 }] };
    const web = serviceDefinition({ port: 8080 });
    expect(problemsWith({ network, services: { web } })).toEqual([]);
    expect(problemsWith({ network, services: { web: serviceDefinition({ port: undefined }) } })).toHaveLength(1);
  });

  test('is judged once, where a port or a range is wrong', () => {
    expect(networkProblems({ ingress: [{ ...https, ports: { from: 90, to: 80 } }] })).toHaveLength(1);
    expect(networkProblems({ ingress: [{ ...https, protocol: 'tcp', ports: undefined }] })).toHaveLength(1);
    expect(problemsWith({ services: { web: serviceDefinition({ port: 0 }) } })).toHaveLength(1);
  });

  test('has a reason with words', () => {
    expect(ingressProblems({ reason: ' ' })).toEqual(['network.ingress[0].reason: " " must not be empty']);
  });
});

describe('egress', () => {
  test('may lead to private networks beside the internet', () => {
    expect(networkProblems({ egress: [{ ...https, description: 'Own', cidrBlock: '10.0.0.0/8' }, https] })).toEqual([]);
  });

  test.each<Partial<SecurityGroupRule>>([
    { ports: 443 },
    { ports: { from: 1, to: 443 }, reason: 'Tried' },
    { ports: { from: 443, to: 500 }, cidrBlock: '203.0.113.0/24', reason: 'Tried' },
    { protocol: 'all', ports: undefined, reason: 'Tried' },
  ])('may be %j', (rule) => {
    expect(networkProblems({ egress: [{ ...https, ...rule }] })).toEqual([]);
  });

  test.each<Partial<SecurityGroupRule>>([
    { ports: 442 },
    { ports: { from: 444, to: 500 }, reason: 'Tried' },
    { protocol: 'udp' },
    { cidrBlock: '10.0.0.0/16' },
    { protocol: 'all', ports: undefined, cidrBlock: '169.254.169.254/32' },
  ])('must allow tcp/443, which %j does not', (rule) => {
    expect(networkProblems({ egress: [{ ...https, ...rule }] })).toEqual([
      'network.egress: must allow tcp/443 to the internet: without it tasks can neither pull their image nor read their secrets',
    ]);
  });
});

test('ingress may be empty', () => {
  expect(networkProblems({ ingress: [] })).toEqual([]);
});
