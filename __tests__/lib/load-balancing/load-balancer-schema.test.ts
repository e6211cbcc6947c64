import type { OwnLoadBalancerConfig } from '../../../lib/load-balancing/load-balancer-config';
import { problemsWith, unchecked } from '../../support/configuration-problems';

const domain = { name: 'app.example.com', hostedZone: 'example.com' };
const CERTIFICATE = 'arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const WEB_ACL = 'arn:aws:wafv2:ap-northeast-1:123456789012:regional/webacl/shop/12345678-1234-1234-1234-123456789012';

const problems = (overrides: Partial<OwnLoadBalancerConfig>) =>
  problemsWith({ loadBalancer: { scheme: 'internet-facing', domain, ...overrides } }).map((problem) =>
    problem.replace(/^loadBalancer\.?/, ''),
  );

test('a scheme and a domain are enough', () => {
  expect(problems({})).toEqual([]);
});

test.each<[string, Partial<OwnLoadBalancerConfig>]>([
  ['a certificate by ARN', { domain: undefined, certificateArn: CERTIFICATE }],
  ['the domain of the hosted zone itself', { domain: { name: 'example.com', hostedZone: 'example.com' } }],
  ['further names', { domain: { ...domain, alternativeNames: ['example.com', '*.example.com', '*.a.example.com'] } }],
  ['a first name of 64 characters', { domain: { ...domain, name: `${'a'.repeat(52)}.example.com` } }],
  ['nine further names', { domain: { ...domain, alternativeNames: names(9) } }],
  ['thirty ranges', { ingressCidrBlocks: ranges(30) }],
  ['logs for a day', { accessLogs: { retentionDays: 1 } }],
  ['a web ACL', { webAclArn: WEB_ACL }],
])('%s is accepted', (_what, overrides) => {
  expect(problems(overrides)).toEqual([]);
});

test.each<[string, Partial<OwnLoadBalancerConfig>, string]>([
  [
    'no certificate',
    { domain: undefined },
    ': needs domain: { name, hostedZone }, for which it gets a certificate, or a certificateArn',
  ],
  [
    'two certificates',
    { certificateArn: CERTIFICATE },
    'certificateArn: must be left out where there is a domain, which gets a certificate of its own',
  ],
  [
    'another ARN for a certificate',
    { domain: undefined, certificateArn: 'arn:aws:iam::123456789012:server-certificate/shop' },
    'certificateArn: "arn:aws:iam::123456789012:server-certificate/shop" must be the ARN of a certificate of ACM: ' +
      'arn:aws:acm:<region>:<account>:certificate/<id>',
  ],
  [
    'a web ACL of CloudFront',
    { webAclArn: WEB_ACL.replace('regional', 'global') },
    'webAclArn: "arn:aws:wafv2:ap-northeast-1:123456789012:global/webacl/shop…" (37 more characters) is a web ACL for CloudFront; a ' +
      'load balancer takes one of scope REGIONAL',
  ],
  [
    'a name outside of the hosted zone',
    { domain: { ...domain, name: 'appexample.com' } },
    'domain.name: "appexample.com" is not in the hosted zone "example.com"',
  ],
  [
    'a further name outside of the hosted zone',
    { domain: { ...domain, alternativeNames: ['*.example.org'] } },
    'domain.alternativeNames[0]: "*.example.org" is not in the hosted zone "example.com"',
  ],
  [
    'the same name twice',
    { domain: { ...domain, alternativeNames: ['app.example.com'] } },
    'domain.alternativeNames[0]: "app.example.com" is given twice',
  ],
  [
    'ten further names',
    { domain: { ...domain, alternativeNames: names(10) } },
    'domain.alternativeNames: must have at most 9 names, got 10',
  ],
  [
    'a first name of 65 characters',
    { domain: { ...domain, name: `${'a'.repeat(53)}.example.com` } },
    'domain.name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.exampl…" (5 more characters) has 65 characters; the first ' +
      'name of a certificate may have 64',
  ],
  ['nobody', { ingressCidrBlocks: [] }, 'ingressCidrBlocks: must have 1 to 30 ranges, got 0'],
  ['31 ranges', { ingressCidrBlocks: ranges(31) }, 'ingressCidrBlocks: must have 1 to 30 ranges, got 31'],
  [
    'a range twice',
    { ingressCidrBlocks: ['192.0.2.0/24', '192.0.2.0/24'] },
    'ingressCidrBlocks[1]: "192.0.2.0/24" is given twice',
  ],
  [
    'a range with host bits',
    { ingressCidrBlocks: ['192.0.2.1/24'] },
    'ingressCidrBlocks[0]: "192.0.2.1/24" is not a network address; did you mean "192.0.2.0/24"?',
  ],
  [
    'logs for no day',
    { accessLogs: { retentionDays: 0 } },
    'accessLogs.retentionDays: 0 must be a whole number, 1 to 2147483647',
  ],
  ['another scheme', { scheme: unchecked('public') }, 'scheme: "public" must be "internet-facing" or "internal"'],
])('%s is refused', (_what, overrides, problem) => {
  expect(problems(overrides)).toEqual([problem]);
});

// https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
test.each([
  'app',
  'App.example.com',
  'app.example.com.',
  '-a.example.com',
  'a_b.example.com',
  'https://a.example.com',
  '*.example.com',
])('a domain cannot be %s', (name) => {
  expect(problems({ domain: { ...domain, name } })).toEqual([
    expect.stringMatching(/^domain\.name: .* must be a domain name/),
  ]);
});

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `n${index}.example.com`);
}

function ranges(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `192.0.${index}.0/24`);
}

describe('the load balancer of another environment', () => {
  const shared = (more: object) =>
    problemsWith({ loadBalancer: unchecked({ of: 'shop', ...more }) }).filter((problem) => !problem.includes('"shop"'));

  test('leaves to that one what it is', () => {
    expect(shared({ scheme: 'internal', domain, webAclArn: WEB_ACL })).toEqual(
      ['domain', 'scheme', 'webAclArn'].map(
        (field) =>
          `loadBalancer.${field}: must be left out: of names the environment to which the load balancer belongs, and that says it`,
      ),
    );
  });

  test('or its own, which has a scheme', () => {
    expect(problemsWith({ loadBalancer: unchecked({ domain }) })).toEqual(['loadBalancer.scheme: is missing']);
  });
});
