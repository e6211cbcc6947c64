import type { OwnNetworkConfig, SecurityGroupRule } from '../../../lib/network/network-config';
import { problemsWith, unchecked } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

function networkProblems(overrides: Partial<OwnNetworkConfig>): readonly string[] {
  return problemsWith({ network: { ...environmentConfig().network, ...overrides } });
}

function subnets(...ranges: string[]): OwnNetworkConfig['publicSubnets'] {
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

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
describe('the other side of a security group rule', () => {
  const group = 'sg-0123456789abcdef0';
  const list = 'pl-61a54008';

  test.each([{ securityGroupId: group }, { securityGroupId: 'sg-01234567' }, { prefixListId: list }])(
    'may be %j in place of a range, in both directions',
    (other) => {
      const rule = { ...https, cidrBlock: undefined, ...other, ports: 80 };
      expect(networkProblems({ ingress: [rule], egress: [https, rule] })).toEqual([]);
    },
  );

  test.each([
    [{ cidrBlock: undefined }, 'none'],
    [{ securityGroupId: group }, 'cidrBlock and securityGroupId'],
    [{ prefixListId: list, securityGroupId: group }, 'cidrBlock and securityGroupId and prefixListId'],
    [{ cidrBlock: undefined, prefixListId: list, securityGroupId: group }, 'securityGroupId and prefixListId'],
  ])('is exactly one, not as in %j', (other, got) => {
    expect(ingressProblems(other)).toEqual([
      `network.ingress[0]: must have exactly one of cidrBlock, securityGroupId, prefixListId, got ${got}`,
    ]);
  });

  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
  test.each([
    'sg-0123456',
    'sg-0123456789ABCDEF0',
    'sg-0123456789abcdef01',
    'pl-01234567',
    '123456789012/sg-01234567',
    '',
  ])('is not the security group %j', (securityGroupId) => {
    expect(ingressProblems({ cidrBlock: undefined, securityGroupId })).toEqual([
      `network.ingress[0].securityGroupId: "${securityGroupId}" must be "sg-" and 8 or 17 digits and letters a to f`,
    ]);
  });

  test('tells rules apart that otherwise allow the same', () => {
    const toGroup = { ...https, cidrBlock: undefined, securityGroupId: group };
    const toList = { ...https, cidrBlock: undefined, prefixListId: list };
    expect(networkProblems({ egress: [https, toGroup, toList] })).toEqual([]);
    expect(networkProblems({ egress: [https, toGroup, toList, toGroup, toList] })).toEqual([
      'network.egress[3]: allows the same as egress[1]; remove one of them',
      'network.egress[4]: allows the same as egress[2]; remove one of them',
    ]);
  });

  // A customer's list may contain any range: https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
  test('may have any port if it is a group, and only with a reason if it is a list', () => {
    const all = { description: 'All', protocol: 'all' as const };
    const rules = (other: object) => [{ ...all, ...other }];
    expect(networkProblems({ ingress: rules({ securityGroupId: group }) })).toEqual([]);
    expect(networkProblems({ ingress: rules({ prefixListId: list }) })).toEqual([
      'network.ingress[0]: opens every protocol and port to pl-61a54008, a prefix list, which may contain public ranges; give a reason, ' +
        'or narrow it',
    ]);
    expect(networkProblems({ egress: [https, ...rules({ prefixListId: list, reason: 'Tried' })] })).toEqual([]);
  });
});

describe('private subnets', () => {
  const zone = (cidrBlock: string, letter: string) => ({ cidrBlock, availabilityZone: `ap-northeast-1${letter}` });
  const privateSubnets = [zone('10.0.16.0/20', 'a'), zone('10.0.32.0/20', 'c')];

  test('are as many as public ones, in two zones, inside the VPC', () => {
    expect(networkProblems({ privateSubnets })).toEqual([]);
    expect(networkProblems({ privateSubnets: [] })).toEqual([
      'network.privateSubnets: must have at least 2 subnets, got 0',
    ]);
    expect(networkProblems({ privateSubnets: [zone('10.0.16.0/20', 'a'), zone('10.0.32.0/20', 'a')] })).toEqual([
      'network.privateSubnets: must be in at least 2 Availability Zones, got only "ap-northeast-1a"',
    ]);
    expect(networkProblems({ privateSubnets: [zone('10.1.0.0/20', 'a'), zone('10.0.32.0/20', 'x1')] })).toEqual([
      `network.privateSubnets[0].cidrBlock: "10.1.0.0/20" is not inside the VPC's 10.0.0.0/16`,
      'network.privateSubnets[1].availabilityZone: "ap-northeast-1x1" is not an Availability Zone of ap-northeast-1, whose zones are ' +
        'named like "ap-northeast-1a"',
    ]);
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => zone(`10.0.${16 + index}.0/24`, 'ac'[index % 2] ?? ''));
    expect(networkProblems({ privateSubnets: many(16) })).toEqual([]);
    expect(networkProblems({ privateSubnets: many(17) })).toEqual([
      'network.privateSubnets: must have at most 16 subnets, got 17',
    ]);
  });

  test('are disjoint from each other and the public ones', () => {
    expect(networkProblems({ privateSubnets: [zone('10.0.0.0/22', 'a'), zone('10.0.3.0/24', 'c')] })).toEqual([
      'network.privateSubnets[0].cidrBlock: "10.0.0.0/22" overlaps with publicSubnets[0], 10.0.1.0/24',
      'network.privateSubnets[1].cidrBlock: "10.0.3.0/24" overlaps with privateSubnets[0], 10.0.0.0/22',
    ]);
  });

  test('are there where tasks are to be in them, or something is for them', () => {
    expect(networkProblems({ placement: 'private', natGateways: 'single' })).toEqual([
      'network.privateSubnets: is missing: the placement is "private"',
    ]);
    expect(networkProblems({ natGateways: 'single', vpcEndpoints: true })).toEqual(
      ['natGateways', 'vpcEndpoints'].map(
        (field) =>
          `network.${field}: must be left out: it is for private subnets, and there are none; declare privateSubnets`,
      ),
    );
    expect(networkProblems({ vpcEndpoints: false })).toEqual([]);
    expect(networkProblems({ privateSubnets, natGateways: 'single', vpcEndpoints: true })).toEqual([]);
  });

  // https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html: it is in a public subnet of its zone
  test('with a NAT gateway in each zone have a public subnet there', () => {
    const inThree = [...privateSubnets, zone('10.0.48.0/20', 'd')];
    expect(networkProblems({ placement: 'private', privateSubnets: inThree, natGateways: 'single' })).toEqual([]);
    expect(networkProblems({ placement: 'private', privateSubnets, natGateways: 'perZone' })).toEqual([]);
    expect(networkProblems({ placement: 'private', privateSubnets: inThree, natGateways: 'perZone' })).toEqual([
      'network.natGateways: "perZone" needs a public subnet in each zone of the private ones; there is none in "ap-northeast-1d"',
    ]);
  });
});

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
test('flow logs record a kind of traffic, for as long as CloudWatch offers', () => {
  expect(networkProblems({ flowLogs: { traffic: 'ACCEPT', retentionDays: 1 } })).toEqual([]);
  expect(networkProblems({ flowLogs: unchecked({ traffic: 'REJECTED', retentionDays: 2 }) })).toEqual([
    expect.stringMatching(/^network\.flowLogs\.retentionDays: 2 must be 1, 3, /),
    'network.flowLogs.traffic: "REJECTED" must be "ALL", "ACCEPT" or "REJECT"; did you mean "REJECT"?',
  ]);
});

describe('a VPC that exists', () => {
  const [a, b, c] = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-01234567'];
  const vpcId = 'vpc-0123456789abcdef0';
  const problems = (existingVpc: unknown, more: object = {}) =>
    problemsWith({ network: unchecked({ existingVpc, ingress: [], egress: [https], ...more }) });

  test('has subnets of the kind that the tasks are in', () => {
    expect(problems({ vpcId, publicSubnetIds: [a, b] })).toEqual([]);
    expect(problems({ vpcId, privateSubnetIds: [a, c] }, { placement: 'private' })).toEqual([]);
    expect(problems({ vpcId, privateSubnetIds: [a, b] })).toEqual([
      'network.existingVpc.publicSubnetIds: is missing: the placement is "public"',
    ]);
    expect(problems({ vpcId, publicSubnetIds: [a, b] }, { placement: 'private' })).toEqual([
      'network.existingVpc.privateSubnetIds: is missing: the placement is "private"',
    ]);
  });

  test('has 2 to 16 of them, each once, with ids of their kind', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `subnet-${10_000_000 + index}`);
    expect(problems({ vpcId, publicSubnetIds: many(16) })).toEqual([]);
    expect(problems({ vpcId, publicSubnetIds: many(17) })).toEqual([
      'network.existingVpc.publicSubnetIds: must have at most 16 subnets, got 17',
    ]);
    expect(problems({ vpcId, publicSubnetIds: [a] })).toEqual([
      'network.existingVpc.publicSubnetIds: must have at least 2 subnets, got 1',
    ]);
    expect(problems({ vpcId, publicSubnetIds: [a, a], privateSubnetIds: [b, a] })).toEqual([
      'network.existingVpc.privateSubnetIds[1]: is also publicSubnetIds[0]; a subnet is named once',
      'network.existingVpc.publicSubnetIds[1]: is also publicSubnetIds[0]; a subnet is named once',
    ]);
    expect(problems({ vpcId: 'vpc-1', publicSubnetIds: [a, vpcId] })).toEqual([
      `network.existingVpc.publicSubnetIds[1]: "${vpcId}" must be "subnet-" and 8 or 17 digits and letters a to f`,
      'network.existingVpc.vpcId: "vpc-1" must be "vpc-" and 8 or 17 digits and letters a to f',
    ]);
  });

  test('is declared in place of one of its own, with none of its fields', () => {
    const own = environmentConfig().network;
    const all = { ...own, natGateways: 'single', vpcEndpoints: true, flowLogs: { traffic: 'ALL', retentionDays: 30 } };
    expect(
      problems({ vpcId, publicSubnetIds: [a, b] }, { ...all, privateSubnets: [] }).map((line) => line.split(':')[0]),
    ).toEqual(
      expect.arrayContaining(
        ['flowLogs', 'natGateways', 'privateSubnets', 'publicSubnets', 'vpcCidrBlock', 'vpcEndpoints'].map(
          (field) => `network.${field}`,
        ),
      ),
    );
    expect(problems({ vpcId, publicSubnetIds: [a, b] }, { vpcCidrBlock: '10.0.0.0/16' })).toEqual([
      'network.vpcCidrBlock: must be left out: existingVpc names a VPC that exists, with all that is in it',
    ]);
    expect(problemsWith({ network: unchecked({ ingress: [], egress: [https] }) })).toEqual([
      'network.publicSubnets: is missing',
      'network.vpcCidrBlock: is missing',
    ]);
  });

  // What its subnets reach, its owner knows: endpoints have private addresses, or are named by their group.
  test.each([{}, { cidrBlock: '10.0.0.0/8' }, { cidrBlock: undefined, securityGroupId: 'sg-01234567' }])(
    'is left by tcp/443, to %j',
    (other) => {
      const subnets = { vpcId, publicSubnetIds: [a, b] };
      expect(problems(subnets, { egress: [{ ...https, ...other }] })).toEqual([]);
      expect(problems(subnets, { egress: [{ ...https, ...other, ports: 444 }] })).toEqual([
        'network.egress: must allow tcp/443: without it tasks can neither pull their image nor read their secrets',
      ]);
    },
  );
});
