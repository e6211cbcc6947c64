import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import { networkDrift } from '../../../commands/drift/network';
import { aclDrift } from '../../../commands/drift/network-acls';
import { routeDrift } from '../../../commands/drift/routes';
import { ruleDrift } from '../../../commands/drift/security-group-rules';
import { endpointDrift } from '../../../commands/drift/vpc-endpoints';
import type { OwnNetworkConfig } from '../../../lib/network/network-config';
import { unchecked } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { billing, shop } from '../../support/shared-load-balancer';
import { fakeSession } from '../../support/secrets/fake-aws';

const base = environmentConfig({ application: 'shop' });
const environment = {
  ...base,
  name: 'dev',
  network: {
    ...base.network,
    ingress: [
      { description: 'HTTP', protocol: 'tcp', ports: 80, cidrBlock: '0.0.0.0/0' },
      { description: 'Games', protocol: 'udp', ports: { from: 7000, to: 7100 }, cidrBlock: '192.0.2.0/24' },
      { description: 'Proxy', protocol: 'tcp', ports: 80, securityGroupId: 'sg-01234567' },
      { description: 'Offices', protocol: 'tcp', ports: 80, prefixListId: 'pl-01234567' },
    ],
    egress: [{ description: 'All', protocol: 'all', cidrBlock: '0.0.0.0/0' }],
  },
} as const;

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
describe('rules of the security group', () => {
  const everything = { IpProtocol: '-1', FromPort: -1, ToPort: -1 };
  const declared = [
    { IsEgress: false, ...everything, ReferencedGroupInfo: { GroupId: 'sg-1', UserId: '123456789012' } },
    { IsEgress: true, ...everything, ReferencedGroupInfo: { GroupId: 'sg-1', UserId: '123456789012' } },
    { IsEgress: false, IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIpv4: '0.0.0.0/0' },
    { IsEgress: false, IpProtocol: 'udp', FromPort: 7000, ToPort: 7100, CidrIpv4: '192.0.2.0/24' },
    { IsEgress: false, IpProtocol: 'tcp', FromPort: 80, ToPort: 80, ReferencedGroupInfo: { GroupId: 'sg-01234567' } },
    { IsEgress: false, IpProtocol: 'tcp', FromPort: 80, ToPort: 80, PrefixListId: 'pl-01234567' },
    { IsEgress: true, ...everything, CidrIpv4: '0.0.0.0/0' },
  ];
  const ids = new Map([['shop-dev-app', 'sg-1']]);
  const found = (rule: object) =>
    ruleDrift(environment, 'shop-dev-app', ids, [...declared, rule]).map((drift) => drift.found);

  test('are as declared, in whatever words', () => {
    expect(ruleDrift(environment, 'shop-dev-app', ids, declared)).toEqual([]);
  });

  test.each([
    ['another port', { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' }, 'tcp 22 from 0.0.0.0/0'],
    ['more ports', { IpProtocol: 'tcp', FromPort: 80, ToPort: 81, CidrIpv4: '0.0.0.0/0' }, 'tcp 80-81 from 0.0.0.0/0'],
    [
      'a part of a declared range',
      { IpProtocol: 'udp', FromPort: 7000, ToPort: 7000, CidrIpv4: '192.0.2.0/24' },
      'udp 7000 from 192.0.2.0/24',
    ],
    [
      'another protocol',
      { IpProtocol: 'udp', FromPort: 80, ToPort: 80, CidrIpv4: '0.0.0.0/0' },
      'udp 80 from 0.0.0.0/0',
    ],
    [
      'a wider range',
      { IpProtocol: 'udp', FromPort: 7000, ToPort: 7100, CidrIpv4: '192.0.0.0/16' },
      'udp 7000-7100 from 192.0.0.0/16',
    ],
    ['IPv6', { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIpv6: '::/0' }, 'tcp 80 from ::/0'],
    ['every protocol', { ...everything, CidrIpv4: '0.0.0.0/0' }, 'everything from 0.0.0.0/0'],
    ['another group', { ...everything, ReferencedGroupInfo: { GroupId: 'sg-2' } }, 'everything from sg-2'],
    ['a prefix list', { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, PrefixListId: 'pl-1' }, 'tcp 80 from pl-1'],
    [
      'the other direction',
      { IsEgress: true, IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIpv4: '0.0.0.0/0' },
      'tcp 80 to 0.0.0.0/0',
    ],
  ])('for %s are found', (_what, rule, traffic) => {
    expect(found(rule)).toEqual([`has a rule for ${traffic}`]);
  });

  test('are shown with their description, and with the command that removes them', () => {
    const rule = {
      SecurityGroupRuleId: 'sgr-1',
      IsEgress: false,
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      CidrIpv4: '0.0.0.0/0',
      Description: 'for\ta moment',
    };
    expect(ruleDrift(environment, 'shop-dev-app', ids, [rule])).toEqual([
      {
        resource: 'security group sg-1',
        found: 'has a rule for tcp 22 from 0.0.0.0/0, described as "for\\ta moment"',
        declared: 'no such rule in network.ingress',
        remedy: expect.stringContaining(
          'aws ec2 revoke-security-group-ingress --group-id sg-1 --security-group-rule-ids sgr-1 --region ap-northeast-1.',
        ) as unknown,
      },
    ]);
  });
});

describe('rules of the security groups of services that each have their own', () => {
  const own = {
    ...environment,
    network: { ...environment.network, ingress: [], securityGroups: 'perService' as const },
    services: {
      web: serviceDefinition({ port: 80, ingress: environment.network.ingress }),
      api: serviceDefinition({ port: 3000, allowFrom: ['web'] }),
    },
  };
  const ids = new Map([
    ['shop-dev-web-tasks', 'sg-web'],
    ['shop-dev-api-tasks', 'sg-api'],
  ]);
  const out = { IsEgress: true, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '0.0.0.0/0' };
  const rule = (IsEgress: boolean, GroupId: string, port = 3000) => ({
    ...{ IsEgress, IpProtocol: 'tcp', FromPort: port, ToPort: port, ReferencedGroupInfo: { GroupId } },
  });

  test('are as declared, on both sides', () => {
    const fromOutside = [
      { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIpv4: '0.0.0.0/0' },
      { IpProtocol: 'udp', FromPort: 7000, ToPort: 7100, CidrIpv4: '192.0.2.0/24' },
    ];
    expect(ruleDrift(own, 'shop-dev-web-tasks', ids, [out, rule(true, 'sg-api'), ...fromOutside])).toEqual([]);
    expect(ruleDrift(own, 'shop-dev-api-tasks', ids, [out, rule(false, 'sg-web')])).toEqual([]);
  });

  test.each([
    ['shop-dev-web-tasks', rule(false, 'sg-api'), 'tcp 3000 from sg-api', 'allowFrom or ingress of web'],
    ['shop-dev-web-tasks', rule(false, 'sg-web'), 'tcp 3000 from sg-web', 'allowFrom or ingress of web'],
    [
      'shop-dev-web-tasks',
      rule(true, 'sg-api', 22),
      'tcp 22 to sg-api',
      'network.egress, or allowFrom of a service that names web',
    ],
    ['shop-dev-api-tasks', rule(false, 'sg-web', 22), 'tcp 22 from sg-web', 'allowFrom or ingress of api'],
  ])('of %s that are not declared are found: %j', (group, live, traffic, fields) => {
    expect(ruleDrift(own, group, ids, [live])).toMatchObject([
      {
        resource: `security group ${ids.get(group) ?? ''}`,
        found: `has a rule for ${traffic}`,
        declared: `no such rule in ${fields}`,
      },
    ]);
  });

  test('are looked for in each group, and the rest of the VPC once', async () => {
    const { calls, session } = fakeSession(own, {
      DescribeSecurityGroupsCommand: () => ({
        SecurityGroups: [
          { VpcId: 'vpc-1', GroupName: 'shop-dev-web-tasks', GroupId: 'sg-web' },
          { VpcId: 'vpc-1', GroupName: 'shop-dev-api-tasks', GroupId: 'sg-api' },
          { VpcId: 'vpc-1', GroupName: 'shop-dev-of-others', GroupId: 'sg-9' },
        ],
      }),
      DescribeSecurityGroupRulesCommand: () => ({ SecurityGroupRules: [rule(false, 'sg-web', 22)] }),
      DescribeRouteTablesCommand: () => ({ RouteTables: [] }),
      DescribeNetworkAclsCommand: () => ({ NetworkAcls: [] }),
      DescribeVpcEndpointsCommand: () => ({ VpcEndpoints: [] }),
    });
    const found = await networkDrift(session);
    expect(found.map(({ resource }) => resource)).toEqual(['security group sg-web', 'security group sg-api']);
    expect(calls.filter(({ command }) => command !== 'DescribeSecurityGroupRulesCommand')).toHaveLength(4);
  });
});

describe('rules of the security group of a load balancer that environments share', () => {
  const [owner, sharer] = [
    { ...shop, name: 'shop' },
    { ...billing, name: 'billing' },
  ];
  const group = (GroupName: string, GroupId: string) => ({ VpcId: 'vpc-1', GroupName, GroupId });
  const rule = (IsEgress: boolean, GroupId: string, port: number) => ({
    ...{ IsEgress, IpProtocol: 'tcp', FromPort: port, ToPort: port, ReferencedGroupInfo: { GroupId } },
  });
  const nothing = { RouteTables: [], NetworkAcls: [], VpcEndpoints: [] };
  const drift = async (environment: typeof owner, sharers: (typeof owner)[], rules: Record<string, object[]>) => {
    const { session } = fakeSession(environment, {
      DescribeSecurityGroupsCommand: () => ({
        SecurityGroups: [
          group('growth-shop-load-balancer', 'sg-balancer'),
          group('growth-shop-app', 'sg-shop'),
          group('growth-billing-app', 'sg-billing'),
        ],
      }),
      DescribeSecurityGroupRulesCommand: ({ Filters }) => {
        const [{ Values: [id = ''] = [] } = {}] = Filters as { Values?: string[] }[];
        return { SecurityGroupRules: rules[id] ?? [] };
      },
      DescribeRouteTablesCommand: () => nothing,
      DescribeNetworkAclsCommand: () => nothing,
      DescribeVpcEndpointsCommand: () => nothing,
    });
    return (await networkDrift(session, sharers)).map(({ resource, found }) => `${resource} ${found}`);
  };

  test('that lead to the services of the others are declared there', async () => {
    const rules = { 'sg-balancer': [rule(true, 'sg-shop', 80), rule(true, 'sg-billing', 3000)] };
    expect(await drift(owner, [sharer], rules)).toEqual([]);
    expect(await drift(owner, [], rules)).toEqual(['security group sg-balancer has a rule for tcp 3000 to sg-billing']);
  });

  test('are looked at for its owner alone', async () => {
    const rules = { 'sg-balancer': [rule(true, 'sg-1', 22)], 'sg-billing': [rule(false, 'sg-balancer', 3000)] };
    expect(await drift(sharer, [], rules)).toEqual([]);
    expect(await drift(sharer, [], { 'sg-billing': [rule(false, 'sg-balancer', 22)] })).toEqual([
      'security group sg-billing has a rule for tcp 22 from sg-balancer',
    ]);
  });
});

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html
describe('routes', () => {
  const declared = [
    { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' },
    { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' },
  ];
  const named = (Value: string) => ({ RouteTableId: 'rtb-1', Tags: [{ Key: 'Name', Value }] });
  const publicTable = named('shop-dev-public');
  const drift = (route: object) =>
    routeDrift(environment, { ...publicTable, Routes: [...declared, route] }).map(({ found, remedy }) => [
      found,
      remedy,
    ]);

  test('inside the VPC and to the internet are declared', () => {
    expect(routeDrift(environment, { ...publicTable, Routes: declared })).toEqual([]);
  });

  test('of the VPC itself are none but inside it', () => {
    expect(routeDrift(environment, { RouteTableId: 'rtb-1', Routes: declared })).toMatchObject([
      { found: 'sends 0.0.0.0/0 to igw-1', declared: 'no route' },
    ]);
  });

  describe('of private subnets', () => {
    const [toNat, toEndpoint, toGateway] = [
      { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' },
      { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' },
      { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' },
    ];
    const found = (settings: Partial<OwnNetworkConfig>, ...Routes: object[]) =>
      routeDrift(
        { ...environment, network: { ...environment.network, privateSubnets: [], ...settings } },
        { ...named('shop-dev-private-10-0-16-0-20'), Routes },
      ).map((one) => [one.found, one.declared]);

    test('lead to the NAT gateway and the endpoints that are declared', () => {
      expect(found({ natGateways: 'single', vpcEndpoints: true }, toNat, toEndpoint)).toEqual([]);
      expect(found({ natGateways: 'single' }, toNat, toEndpoint)).toEqual([
        ['sends pl-1 to vpce-1', 'only 0.0.0.0/0 to a NAT gateway'],
      ]);
      expect(found({ vpcEndpoints: true }, toNat, toEndpoint)).toEqual([
        ['sends 0.0.0.0/0 to nat-1', 'only prefix lists to the VPC endpoints'],
      ]);
    });

    test('never lead to the internet gateway', () => {
      expect(found({ natGateways: 'single', vpcEndpoints: true }, toGateway)).toEqual([
        ['sends 0.0.0.0/0 to igw-1', 'only 0.0.0.0/0 to a NAT gateway and prefix lists to the VPC endpoints'],
      ]);
    });
  });

  const remove = 'Remove it: aws ec2 delete-route --route-table-id rtb-1';
  test.each([
    [
      { DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-1' },
      'sends 10.1.0.0/16 to pcx-1',
      `${remove} --destination-cidr-block 10.1.0.0/16`,
    ],
    [
      { DestinationCidrBlock: '0.0.0.0/1', NetworkInterfaceId: 'eni-1' },
      'sends 0.0.0.0/1 to eni-1',
      `${remove} --destination-cidr-block 0.0.0.0/1`,
    ],
    [
      { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' },
      'sends 0.0.0.0/0 to nat-1',
      `${remove} --destination-cidr-block 0.0.0.0/0`,
    ],
    [
      { DestinationIpv6CidrBlock: '::/0', GatewayId: 'igw-1' },
      'sends ::/0 to igw-1',
      `${remove} --destination-ipv6-cidr-block ::/0`,
    ],
    [
      { DestinationPrefixListId: 'pl-1', TransitGatewayId: 'tgw-1' },
      'sends pl-1 to tgw-1',
      `${remove} --destination-prefix-list-id pl-1`,
    ],
    [
      { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' },
      'sends pl-1 to vpce-1',
      'Remove the endpoint: aws ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-1',
    ],
  ])('such as %j are found', (route, found, remedy) => {
    expect(drift(route)).toEqual([[found, `${remedy} --region ap-northeast-1`]]);
  });
});

// https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html#private-dns
describe('VPC endpoints', () => {
  // The types of the SDK begin states with a capital; AWS does not.
  const endpoint = (service: string, more: object = {}) =>
    unchecked<VpcEndpoint>({
      VpcEndpointId: `vpce-${service}`,
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.ap-northeast-1.${service}`,
      State: 'available',
      ...more,
    });
  const found = (vpcEndpoints: boolean, ...endpoints: VpcEndpoint[]) =>
    endpointDrift(
      { ...environment, network: { ...environment.network, privateSubnets: [], vpcEndpoints } },
      endpoints,
    ).map((one) => [one.resource, one.found]);

  test('for what the tasks need are declared, where there are to be any', () => {
    expect(found(true, endpoint('ssm'), endpoint('logs'))).toEqual([]);
    expect(found(false, endpoint('ssm'))).toEqual([
      ['VPC endpoint vpce-ssm', 'takes the requests of the VPC to com.amazonaws.ap-northeast-1.ssm'],
    ]);
    expect(found(true, endpoint('sqs'))).toHaveLength(1);
  });

  test('that are being deleted, or that routes lead to, are not looked at here', () => {
    expect(
      found(false, endpoint('ssm', { State: 'deleting' }), endpoint('s3', { VpcEndpointType: 'Gateway' })),
    ).toEqual([]);
  });
});

// https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
describe('network ACLs', () => {
  const all = { Protocol: '-1', CidrBlock: '0.0.0.0/0' };
  const entries = [false, true].flatMap((Egress) => [
    { ...all, Egress, RuleNumber: 100, RuleAction: 'allow' as const },
    { ...all, Egress, RuleNumber: 32767, RuleAction: 'deny' as const },
  ]);
  const acl = (Entries: typeof entries, Associations: object[] = [{ SubnetId: 'subnet-1' }]) =>
    aclDrift(environment, { NetworkAclId: 'acl-1', Associations, Entries }).map(({ found, remedy }) => [found, remedy]);

  test('as AWS makes them, and those of no subnet, are no drift', () => {
    expect(acl(entries)).toEqual([]);
    expect(acl([], [])).toEqual([]);
  });

  test('that deny something are found', () => {
    const entry = {
      Egress: true,
      RuleNumber: 90,
      RuleAction: 'deny' as const,
      Protocol: '6',
      CidrBlock: '0.0.0.0/0',
      PortRange: { From: 443, To: 443 },
    };
    expect(acl([...entries, entry])).toEqual([
      [
        'has the rule 90: deny protocol 6 ports 443 to 443 egress for 0.0.0.0/0',
        'Remove it: aws ec2 delete-network-acl-entry --network-acl-id acl-1 --rule-number 90 --egress --region ap-northeast-1',
      ],
    ]);
  });

  test('that no longer allow everything are found', () => {
    expect(acl(entries.filter(({ Egress, RuleNumber }) => Egress || RuleNumber !== 100))).toEqual([
      [
        'does not allow everything ingress',
        expect.stringContaining('create-network-acl-entry --network-acl-id acl-1') as unknown,
      ],
    ]);
  });
});

describe('rules of the security group of the load balancer', () => {
  const { web } = base.services;
  const routed = {
    ...environment,
    loadBalancer: {
      scheme: 'internal',
      domain: { name: 'app.example.com', hostedZone: 'example.com' },
      ingressCidrBlocks: ['192.0.2.0/24'],
    },
    services: { web: { ...web, port: 3000, route: { priority: 1 } } as typeof web & object },
  } as const;
  const tcp = (port: number) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port });
  const declared = [
    { IsEgress: false, ...tcp(80), CidrIpv4: '192.0.2.0/24' },
    { IsEgress: false, ...tcp(443), CidrIpv4: '192.0.2.0/24' },
    { IsEgress: true, ...tcp(3000), ReferencedGroupInfo: { GroupId: 'sg-tasks' } },
  ];
  const ids = new Map([
    ['shop-dev-load-balancer', 'sg-1'],
    ['shop-dev-app', 'sg-tasks'],
  ]);
  const found = (rule: object) =>
    ruleDrift(routed, 'shop-dev-load-balancer', ids, [...declared, rule]).map((drift) => [drift.found, drift.declared]);

  test('are as declared', () => {
    expect(ruleDrift(routed, 'shop-dev-load-balancer', ids, declared)).toEqual([]);
  });

  test('let it reach the tasks, whose own group lets it in on the ports of routes', () => {
    const fromBalancer = (port: number) => ({ ...tcp(port), ReferencedGroupInfo: { GroupId: 'sg-1' } });
    expect(
      ruleDrift(routed, 'shop-dev-app', ids, [fromBalancer(3000), fromBalancer(22)]).map((drift) => drift.found),
    ).toEqual(['has a rule for tcp 22 from sg-1']);
  });

  test.each([
    [
      { IsEgress: false, ...tcp(443), CidrIpv4: '0.0.0.0/0' },
      'tcp 443 from 0.0.0.0/0',
      'no such rule by loadBalancer.ingressCidrBlocks',
    ],
    [
      { IsEgress: false, ...tcp(8080), CidrIpv4: '192.0.2.0/24' },
      'tcp 8080 from 192.0.2.0/24',
      'no such rule by loadBalancer.ingressCidrBlocks',
    ],
    [
      { IsEgress: true, ...tcp(22), ReferencedGroupInfo: { GroupId: 'sg-tasks' } },
      'tcp 22 to sg-tasks',
      'no route on this port',
    ],
    [
      { IsEgress: true, ...tcp(3000), ReferencedGroupInfo: { GroupId: 'sg-2' } },
      'tcp 3000 to sg-2',
      'no route on this port',
    ],
  ])('that are not are found: %j', (rule, traffic, declaration) => {
    expect(found(rule)).toEqual([[`has a rule for ${traffic}`, declaration]]);
  });
});
