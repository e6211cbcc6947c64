import type { SecurityGroupRule } from '../../../lib/network/network-config';
import { environmentConfig } from '../../support/environment-config';
import { synthesize } from '../../support/synthesized-stack';

const http: SecurityGroupRule = { description: 'HTTP', protocol: 'tcp', ports: 80, cidrBlock: '10.0.0.0/8' };
const dns: SecurityGroupRule = { description: 'DNS', protocol: 'udp', ports: 53, cidrBlock: '10.0.0.0/8' };

/** The ingress rules of an environment that has these, by address; without the one for the group itself. */
function ingressRules(...ingress: SecurityGroupRule[]) {
  const { network } = environmentConfig();
  const [stack] = synthesize({ dev: environmentConfig({ network: { ...network, ingress } }) });
  return Object.fromEntries(
    (stack?.resources('aws_vpc_security_group_ingress_rule') ?? [])
      .filter(({ attributes }) => attributes.cidr_ipv4 !== undefined)
      .map(({ address, attributes }) => [address, attributes]),
  );
}

const [address = ''] = Object.keys(ingressRules(http));

describe('a security group rule', () => {
  test('is changed in place when it is described otherwise', () => {
    expect(ingressRules({ ...http, description: 'Web' })).toEqual({
      [address]: expect.objectContaining({ description: 'Web' }) as unknown,
    });
  });

  test('keeps its address when another is put before it, or its one port is written as a range', () => {
    expect(Object.keys(ingressRules(dns, { ...http, ports: { from: 80, to: 80 } }))).toContain(address);
  });

  test.each<Partial<SecurityGroupRule>>([
    { cidrBlock: '10.0.0.0/9' },
    { cidrBlock: '10.0.0.0/16' },
    { ports: 81 },
    { ports: { from: 80, to: 81 } },
    { protocol: 'udp' },
    { protocol: 'all', ports: undefined },
  ])('is another one when it allows something else, such as %j', (change) => {
    const [another = address] = Object.keys(ingressRules({ ...http, ...change }));
    expect(another).not.toBe(address);
  });
});
