import { setting, without, type Resources, type RuleExample } from './rule-example';

const vpc = { aws_vpc: { main: {} } };
const ofVpc = { vpc_id: '${aws_vpc.main.id}' };
const gateway = { aws_internet_gateway: { main: {} } };
const route = (attributes: object): Resources => ({
  ...gateway,
  aws_route: { main: { gateway_id: '${aws_internet_gateway.main.id}', ...attributes } },
});
const ingress = (attributes: object): Resources => ({
  aws_vpc_security_group_ingress_rule: { web: { ip_protocol: 'tcp', from_port: 80, to_port: 80, ...attributes } },
});
const egress = (attributes: object): Resources => ({
  aws_vpc_security_group_egress_rule: { web: { ip_protocol: 'tcp', from_port: 443, to_port: 443, ...attributes } },
});
const anywhere = { cidr_ipv4: '0.0.0.0/0' };
const everything = { ...anywhere, ip_protocol: '-1', from_port: undefined, to_port: undefined };

export const networkExamples: Readonly<Record<string, RuleExample>> = {
  'vpc-flow-logs': {
    passes: [{ ...vpc, aws_flow_log: { main: ofVpc } }],
    fails: [
      [vpc, 'has no flow logs'],
      [{ aws_vpc: { main: {}, other: {} }, aws_flow_log: { main: ofVpc } }, 'has no flow logs'],
    ],
    breaking: without('aws_flow_log'),
  },
  'default-security-group-closed': {
    passes: [{ ...vpc, aws_default_security_group: { main: { ...ofVpc, ingress: [], egress: [] } } }],
    fails: [
      [vpc, 'leaves its default security group as AWS makes it'],
      [
        { ...vpc, aws_default_security_group: { main: { ...ofVpc, ingress: [], egress: [{ from_port: 0 }] } } },
        'has a default security group with rules',
      ],
      // What is not written is left as AWS makes it: open among members.
      [
        { ...vpc, aws_default_security_group: { main: { ...ofVpc, egress: [] } } },
        'has a default security group with rules',
      ],
    ],
    breaking: setting('aws_default_security_group', { egress: [{ protocol: '-1' }] }),
  },
  'subnet-no-public-addresses': {
    passes: [{ aws_subnet: { a: {} } }, { aws_subnet: { a: { map_public_ip_on_launch: false } } }],
    fails: [[{ aws_subnet: { a: { map_public_ip_on_launch: true } } }, 'gives everything in it a public address']],
    breaking: setting('aws_subnet', { map_public_ip_on_launch: true }),
  },
  'route-not-to-internet-gateway': {
    passes: [
      route({ destination_cidr_block: '203.0.113.0/24' }),
      { aws_route: { main: { nat_gateway_id: '${aws_nat_gateway.a.id}', destination_cidr_block: '0.0.0.0/0' } } },
    ],
    fails: [
      [route({ destination_cidr_block: '0.0.0.0/0' }), 'leads to everywhere by an internet gateway'],
      [route({ destination_cidr_block: '128.0.0.0/1' }), 'leads to everywhere by an internet gateway'],
      [route({ destination_ipv6_cidr_block: '::/0' }), 'leads to everywhere by an internet gateway'],
    ],
    breaking: ({ resource }) => ({
      resource: {
        ...resource,
        aws_route: { ...resource.aws_route, more: { ...resource.aws_route?.['network_default-route_E20AF407'] } },
      },
    }),
  },
  'address-in-use': {
    passes: [
      { aws_eip: { a: {} }, aws_nat_gateway: { a: { allocation_id: '${aws_eip.a.allocation_id}' } } },
      { aws_eip: { a: { network_interface: 'eni-0123' } } },
    ],
    fails: [[{ aws_eip: { a: {} } }, 'belongs to nothing']],
    breaking: without('aws_nat_gateway'),
  },
  'security-group-described': {
    passes: [
      { aws_security_group: { web: { description: 'Tasks of web' } } },
      ingress({ description: 'From the load balancer' }),
    ],
    fails: [
      [{ aws_security_group: { web: {} } }, 'has no description'],
      [{ aws_security_group: { web: { description: 'Managed by Terraform' } } }, 'has no description'],
      [ingress({}), 'has no description'],
      [egress({ description: '' }), 'has no description'],
    ],
    breaking: setting('aws_vpc_security_group_egress_rule', { description: undefined }),
  },
  'ingress-not-from-anywhere': {
    passes: [
      ingress({ cidr_ipv4: '203.0.113.0/24' }),
      ingress({ cidr_ipv4: '17.0.0.0/8' }),
      ingress({ cidr_ipv4: '10.0.0.0/8' }),
      ingress({ referenced_security_group_id: '${aws_security_group.load-balancer.id}' }),
    ],
    fails: [
      [ingress(anywhere), 'lets 0.0.0.0/0 in on tcp port 80'],
      [ingress({ cidr_ipv4: '16.0.0.0/7' }), 'lets 16.0.0.0/7 in on tcp port 80'],
      [ingress({ cidr_ipv6: '::/0', to_port: 81 }), 'lets ::/0 in on tcp ports 80 to 81'],
      [ingress(everything), 'lets 0.0.0.0/0 in on every protocol and port'],
    ],
    breaking: setting('aws_vpc_security_group_ingress_rule', anywhere),
  },
  'ingress-authorized-ports': {
    passes: [
      ingress(anywhere),
      ingress({ ...anywhere, from_port: 443, to_port: 443 }),
      ingress({ from_port: 22, to_port: 22, cidr_ipv4: '203.0.113.0/24' }),
    ],
    fails: [
      [ingress({ ...anywhere, from_port: 22, to_port: 22 }), 'opens tcp port 22 to 0.0.0.0/0'],
      [ingress({ ...anywhere, to_port: 443 }), 'opens tcp ports 80 to 443 to 0.0.0.0/0'],
      [ingress({ ...anywhere, ip_protocol: 'udp' }), 'opens udp port 80 to 0.0.0.0/0'],
      [ingress(everything), 'opens every protocol and port to 0.0.0.0/0'],
    ],
    breaking: setting('aws_vpc_security_group_ingress_rule', { ...anywhere, from_port: 22, to_port: 22 }),
  },
  'egress-not-to-anywhere': {
    passes: [egress({ cidr_ipv4: '10.0.0.0/16' }), egress({ prefix_list_id: 'pl-0123' })],
    fails: [
      [egress(anywhere), 'lets tcp port 443 out to 0.0.0.0/0'],
      [egress(everything), 'lets every protocol and port out to 0.0.0.0/0'],
    ],
    breaking: setting('aws_vpc_security_group_egress_rule', anywhere),
  },
};
