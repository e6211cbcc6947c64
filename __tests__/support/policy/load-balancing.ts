import { setting, without, type Resources, type RuleExample } from './rule-example';

const loadBalancer = (attributes: Readonly<Record<string, unknown>>): Resources => ({
  aws_lb: { main: { internal: false, ...attributes } },
});
const listener = (attributes: Readonly<Record<string, unknown>>): Resources => ({
  aws_lb_listener: { main: attributes },
});
const targetGroup = (health_check: unknown): Resources => ({ aws_lb_target_group: { web: { health_check } } });
const inSubnets = (...zones: readonly string[]): Resources => ({
  aws_subnet: Object.fromEntries(zones.map((availability_zone, index) => [`s${index}`, { availability_zone }])),
  aws_lb: { main: { subnets: zones.map((_zone, index) => `\${aws_subnet.s${index}.id}`) } },
});
const redirect = { type: 'redirect', redirect: { protocol: 'HTTPS', port: '443' } };
const https = { protocol: 'HTTPS', default_action: [{ type: 'fixed-response' }] };

export const loadBalancingExamples: Readonly<Record<string, RuleExample>> = {
  'load-balancer-access-logs': {
    passes: [loadBalancer({ access_logs: [{ enabled: true }] })],
    fails: [
      [loadBalancer({}), 'has no access logs'],
      [loadBalancer({ access_logs: { enabled: false } }), 'has no access logs'],
    ],
    breaking: setting('aws_lb', { access_logs: undefined }),
  },
  'load-balancer-deletion-protection': {
    passes: [loadBalancer({ enable_deletion_protection: true })],
    fails: [[loadBalancer({}), 'is not protected against deletion']],
    breaking: setting('aws_lb', { enable_deletion_protection: false }),
  },
  'load-balancer-valid-headers': {
    passes: [loadBalancer({ drop_invalid_header_fields: true })],
    fails: [[loadBalancer({}), 'passes invalid headers on']],
    breaking: setting('aws_lb', { drop_invalid_header_fields: false }),
  },
  'load-balancer-desync-mitigation': {
    passes: [loadBalancer({}), loadBalancer({ desync_mitigation_mode: 'strictest' })],
    fails: [
      [loadBalancer({ desync_mitigation_mode: 'monitor' }), 'only watches requests that servers may read differently'],
    ],
    breaking: setting('aws_lb', { desync_mitigation_mode: 'monitor' }),
  },
  'load-balancer-several-zones': {
    passes: [inSubnets('a', 'c'), loadBalancer({ subnets: ['subnet-1', 'subnet-2'] })],
    fails: [
      [inSubnets('a'), 'is in one availability zone'],
      [inSubnets('a', 'a'), 'is in one availability zone'],
    ],
    breaking: setting('aws_subnet', { availability_zone: 'ap-northeast-1a' }),
  },
  'load-balancer-firewall': {
    passes: [
      loadBalancer({ internal: true }),
      { ...loadBalancer({}), aws_wafv2_web_acl_association: { main: { resource_arn: '${aws_lb.main.arn}' } } },
    ],
    fails: [
      [loadBalancer({}), 'faces the internet without a web application firewall'],
      [
        { ...loadBalancer({}), aws_wafv2_web_acl_association: { main: { resource_arn: '${aws_lb.other.arn}' } } },
        'faces the internet without a web application firewall',
      ],
    ],
    breaking: without('aws_wafv2_web_acl_association'),
  },
  'listener-redirects-http': {
    passes: [listener(https), listener({ protocol: 'HTTP', default_action: [redirect] })],
    fails: [
      [listener({ protocol: 'HTTP', default_action: [{ type: 'forward' }] }), 'answers plain HTTP'],
      [
        listener({ protocol: 'HTTP', default_action: { type: 'redirect', redirect: { protocol: 'HTTP' } } }),
        'answers plain HTTP',
      ],
    ],
    breaking: setting('aws_lb_listener', { protocol: 'HTTP', default_action: [{ type: 'forward' }] }),
  },
  'listener-tls-policy': {
    passes: [
      listener({ ...https, ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09' }),
      listener({ protocol: 'HTTP', default_action: [redirect] }),
    ],
    fails: [
      [listener(https), 'has the TLS policy that AWS chooses, which is not recommended'],
      [
        listener({ ...https, ssl_policy: 'ELBSecurityPolicy-2016-08' }),
        'has the TLS policy ELBSecurityPolicy-2016-08, which is not recommended',
      ],
    ],
    breaking: setting('aws_lb_listener', { ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }),
  },
  'target-group-health-check': {
    passes: [targetGroup({ path: '/healthz' })],
    fails: [
      [targetGroup(undefined), 'has no health check'],
      [targetGroup({ path: '/healthz', enabled: false }), 'has no health check'],
    ],
    breaking: setting('aws_lb_target_group', { health_check: { enabled: false } }),
  },
};
