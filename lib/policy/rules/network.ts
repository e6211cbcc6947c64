import { isInternal } from '../../network/cidr';
import type { PolicyRule } from './policy-rule';
import { texts, type SynthesizedResource } from './synthesized-stack';

/** A range of addresses at least as large as this part of the internet is open to anywhere, so that two halves are no way around. */
const ANYWHERE_BITS = 8;

/** What FSBP EC2.18 takes for ports that may be open to everyone, if its parameters are not changed. */
const PUBLIC_PORTS: readonly unknown[] = [80, 443];

const INGRESS = 'aws_vpc_security_group_ingress_rule';
const EGRESS = 'aws_vpc_security_group_egress_rule';

/** VPC, subnets, routes, addresses and security groups. */
export const networkRules: readonly PolicyRule[] = [
  {
    id: 'vpc-flow-logs',
    title: 'The traffic of a VPC is recorded',
    sources: ['FSBP EC2.6', 'CKV2_AWS_11', 'AVD-AWS-0178', 'AwsSolutions-VPC7'],
    types: ['aws_vpc'],
    check: (vpc, stack) =>
      stack.referringTo(vpc, 'aws_flow_log', 'vpc_id').length > 0 ? undefined : 'has no flow logs',
  },
  {
    id: 'default-security-group-closed',
    title: 'The default security group of a VPC lets nothing in or out',
    sources: ['FSBP EC2.2', 'CKV2_AWS_12', 'AVD-AWS-0173'],
    types: ['aws_vpc'],
    check: (vpc, stack) => {
      const [group] = stack.referringTo(vpc, 'aws_default_security_group', 'vpc_id');
      if (group === undefined) {
        return 'leaves its default security group as AWS makes it';
      }
      const { ingress, egress } = group.attributes;
      return [ingress, egress].every((rules) => Array.isArray(rules) && rules.length === 0)
        ? undefined
        : 'has a default security group with rules';
    },
  },
  {
    id: 'subnet-no-public-addresses',
    title: 'A subnet gives nothing a public address by itself',
    sources: ['FSBP EC2.15', 'CKV_AWS_130', 'AVD-AWS-0164'],
    types: ['aws_subnet'],
    check: ({ attributes }) =>
      attributes.map_public_ip_on_launch === true ? 'gives everything in it a public address' : undefined,
  },
  {
    id: 'route-not-to-internet-gateway',
    title: 'No route leads to everywhere by an internet gateway',
    sources: ['NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW'],
    types: ['aws_route'],
    check: ({ attributes }, stack) =>
      stack.referredBy(attributes.gateway_id).some(({ type }) => type === 'aws_internet_gateway') &&
      ['destination_cidr_block', 'destination_ipv6_cidr_block'].some((name) => isAnywhere(attributes[name]))
        ? 'leads to everywhere by an internet gateway'
        : undefined,
  },
  {
    id: 'address-in-use',
    title: 'An elastic address belongs to something',
    sources: ['CKV2_AWS_19'],
    types: ['aws_eip'],
    check: (address, stack) =>
      address.attributes.instance !== undefined ||
      address.attributes.network_interface !== undefined ||
      stack.referringTo(address, 'aws_nat_gateway', 'allocation_id').length > 0
        ? undefined
        : 'belongs to nothing',
  },
  {
    id: 'security-group-described',
    title: 'A security group and each of its rules says what it is for',
    sources: ['CKV_AWS_23', 'AVD-AWS-0099', 'AVD-AWS-0124', 'AwsSolutions-EC27'],
    types: ['aws_security_group', INGRESS, EGRESS],
    // The second is what the provider writes where nothing is given.
    check: ({ attributes: { description } }) =>
      typeof description === 'string' && !['', 'Managed by Terraform'].includes(description)
        ? undefined
        : 'has no description',
  },
  {
    id: 'ingress-not-from-anywhere',
    title: 'No rule lets everyone in',
    sources: ['CKV_AWS_260', 'AVD-AWS-0107', 'AwsSolutions-EC23'],
    types: [INGRESS],
    check: (rule) => openTo(rule, (range, what) => `lets ${range} in on ${what}`),
  },
  {
    id: 'ingress-authorized-ports',
    title: 'What is open to everyone is port 80 or 443',
    sources: ['FSBP EC2.18', 'FSBP EC2.19', 'CKV_AWS_24', 'CKV_AWS_25', 'CKV_AWS_277'],
    types: [INGRESS],
    check: (rule) => {
      const { ip_protocol: protocol, from_port: from, to_port: to } = rule.attributes;
      const isPublic = protocol === 'tcp' && from === to && PUBLIC_PORTS.includes(from);
      return isPublic ? undefined : openTo(rule, (range, what) => `opens ${what} to ${range}`);
    },
  },
  {
    id: 'egress-not-to-anywhere',
    title: 'No rule lets something out to everywhere',
    sources: ['AVD-AWS-0104', 'CKV_AWS_382'],
    types: [EGRESS],
    check: (rule) => openTo(rule, (range, what) => `lets ${what} out to ${range}`),
  },
];

function openTo(
  { attributes }: SynthesizedResource,
  problem: (range: string, what: string) => string,
): string | undefined {
  const { cidr_ipv4: ipv4, cidr_ipv6: ipv6, ip_protocol: protocol, from_port: from, to_port: to } = attributes;
  const [range] = texts([ipv4, ipv6]).filter(isAnywhere);
  if (range === undefined) {
    return undefined;
  }
  const ports = from === to ? `port ${String(from)}` : `ports ${String(from)} to ${String(to)}`;
  return problem(range, protocol === '-1' ? 'every protocol and port' : `${String(protocol)} ${ports}`);
}

function isAnywhere(range: unknown): boolean {
  if (typeof range !== 'string') {
    return false;
  }
  return Number(range.split('/')[1]) < ANYWHERE_BITS && !isInternal(range);
}
