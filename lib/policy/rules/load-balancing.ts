import type { PolicyRule } from './policy-rule';
import { attribute, blocks, texts, type SynthesizedResource, type SynthesizedStack } from './synthesized-stack';

/**
 * The security policies that FSBP ELB.17 recommends.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17
 */
const TLS_POLICIES = new Set(
  [
    ...['TLS13-1-3-2021-06', 'TLS13-1-3-FIPS-2023-04', 'TLS13-1-2-Res-2021-06', 'TLS13-1-2-Res-FIPS-2023-04'],
    ...['TLS13-1-2-Res-PQ-2025-09', 'TLS13-1-3-PQ-2025-09'],
    ...['TLS13-1-2-Res-FIPS-PQ-2025-09', 'TLS13-1-3-FIPS-PQ-2025-09'],
  ].map((name) => `ELBSecurityPolicy-${name}`),
);

const LOAD_BALANCER = 'aws_lb';
const LISTENER = 'aws_lb_listener';

/** Load balancers with their listeners and target groups. */
export const loadBalancingRules: readonly PolicyRule[] = [
  {
    id: 'load-balancer-access-logs',
    title: 'The requests to a load balancer are recorded',
    sources: ['FSBP ELB.5', 'CKV_AWS_91', 'AwsSolutions-ELB2'],
    types: [LOAD_BALANCER],
    check: (loadBalancer) =>
      attribute(loadBalancer, 'access_logs', 'enabled') === true ? undefined : 'has no access logs',
  },
  {
    id: 'load-balancer-deletion-protection',
    title: 'A load balancer cannot be deleted by mistake',
    sources: ['FSBP ELB.6', 'CKV_AWS_150'],
    types: [LOAD_BALANCER],
    check: ({ attributes }) =>
      attributes.enable_deletion_protection === true ? undefined : 'is not protected against deletion',
  },
  {
    id: 'load-balancer-valid-headers',
    title: 'A load balancer passes no invalid header on',
    sources: ['FSBP ELB.4', 'CKV_AWS_131', 'AVD-AWS-0052'],
    types: [LOAD_BALANCER],
    check: ({ attributes }) =>
      attributes.drop_invalid_header_fields === true ? undefined : 'passes invalid headers on',
  },
  {
    id: 'load-balancer-desync-mitigation',
    title: 'A load balancer refuses requests that servers may read differently',
    sources: ['FSBP ELB.12', 'CKV_AWS_328'],
    types: [LOAD_BALANCER],
    // Which is what AWS does where nothing is said.
    check: ({ attributes }) =>
      attributes.desync_mitigation_mode === 'monitor'
        ? 'only watches requests that servers may read differently'
        : undefined,
  },
  {
    id: 'load-balancer-several-zones',
    title: 'A load balancer is in several availability zones',
    sources: ['FSBP ELB.13'],
    types: [LOAD_BALANCER],
    check: (loadBalancer, stack) => (zonesOf(loadBalancer, stack) > 1 ? undefined : 'is in one availability zone'),
  },
  {
    id: 'load-balancer-firewall',
    title: 'A web application firewall protects a load balancer that faces the internet',
    sources: ['CKV2_AWS_28', 'FSBP ELB.16'],
    types: [LOAD_BALANCER],
    check: (loadBalancer, stack) =>
      loadBalancer.attributes.internal === true ||
      stack.referringTo(loadBalancer, 'aws_wafv2_web_acl_association', 'resource_arn').length > 0
        ? undefined
        : 'faces the internet without a web application firewall',
  },
  {
    id: 'listener-redirects-http',
    title: 'A listener without TLS only redirects to HTTPS',
    sources: ['FSBP ELB.1', 'CKV_AWS_2', 'CKV2_AWS_20', 'AVD-AWS-0054'],
    types: [LISTENER],
    check: ({ attributes: { protocol, default_action: actions } }) =>
      protocol !== 'HTTP' || blocks(actions).every(redirectsToHttps) ? undefined : 'answers plain HTTP',
  },
  {
    id: 'listener-tls-policy',
    title: 'A listener takes only the versions and ciphers of TLS that AWS recommends',
    sources: ['FSBP ELB.17', 'CKV_AWS_103', 'AVD-AWS-0047'],
    types: [LISTENER],
    check: ({ attributes: { protocol, ssl_policy: policy } }) =>
      protocol !== 'HTTPS' || (typeof policy === 'string' && TLS_POLICIES.has(policy))
        ? undefined
        : `has the TLS policy ${typeof policy === 'string' ? policy : 'that AWS chooses'}, which is not recommended`,
  },
  {
    id: 'target-group-health-check',
    title: 'A target group finds out which targets are healthy',
    sources: ['CKV_AWS_261'],
    types: ['aws_lb_target_group'],
    check: (group) =>
      attribute(group, 'health_check', 'path') === undefined || attribute(group, 'health_check', 'enabled') === false
        ? 'has no health check'
        : undefined,
  },
];

/** How many zones the subnets are in; those of another stack each count as one, as their zones are not known here. */
function zonesOf({ attributes: { subnets } }: SynthesizedResource, stack: SynthesizedStack): number {
  const zones = texts(subnets).map((id) => stack.referredBy(id)[0]?.attributes.availability_zone ?? id);
  return new Set(zones).size;
}

function redirectsToHttps(action: Readonly<Record<string, unknown>>): boolean {
  return action.type === 'redirect' && blocks(action.redirect).some(({ protocol }) => protocol === 'HTTPS');
}
