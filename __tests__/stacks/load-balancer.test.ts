import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { OwnLoadBalancerConfig } from '../../lib/load-balancing/load-balancer-config';
import type { RouteConfig } from '../../lib/load-balancing/route-config';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { onlyResource, synthesize } from '../support/synthesized-stack';

const domain = { name: 'app.example.com', hostedZone: 'example.com' };
const certificateArn = 'arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';

function synthesized(
  overrides: Partial<OwnLoadBalancerConfig> = {},
  routes: Readonly<Record<string, RouteConfig>> = { web: { priority: 100 } },
  environment: Partial<EnvironmentConfig> = {},
) {
  const services = Object.fromEntries(
    Object.entries(routes).map(([name, route]) => [name, serviceDefinition({ secrets: {}, route })]),
  );
  const [stack] = synthesize({
    dev: environmentConfig({
      application: 'shop',
      loadBalancer: { scheme: 'internet-facing', domain, ...overrides },
      services,
      ...environment,
    }),
  });
  if (stack === undefined) {
    throw new Error('nothing was synthesized');
  }
  return stack;
}

const ofType = (stack: ReturnType<typeof synthesized>, type: string) =>
  stack.resources(type).map(({ attributes }) => attributes);

test('redirects port 80, and answers what nobody routes with 404, over TLS 1.2 and 1.3', () => {
  const stack = synthesized();
  const [http, https] = ofType(stack, 'aws_lb_listener').sort((a, b) => Number(a.port) - Number(b.port));
  expect(http).toMatchObject({
    port: 80,
    protocol: 'HTTP',
    default_action: [{ type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', status_code: 'HTTP_301' } }],
  });
  expect(https).toMatchObject({
    port: 443,
    protocol: 'HTTPS',
    ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
    default_action: [{ type: 'fixed-response', fixed_response: { status_code: '404' } }],
    routing_http_response_strict_transport_security_header_value: 'max-age=31536000',
    routing_http_response_x_content_type_options_header_value: 'nosniff',
    routing_http_response_x_frame_options_header_value: 'SAMEORIGIN',
  });
});

// Of the certificate itself, a listener would be created before it is issued.
test('has the certificate of its domain once it is validated, and records that lead there', () => {
  const stack = synthesized({ domain: { ...domain, alternativeNames: ['*.app.example.com', 'www.example.com'] } });
  const validation = onlyResource(stack, 'aws_acm_certificate_validation');
  const https = ofType(stack, 'aws_lb_listener').find(({ port }) => port === 443);
  expect(https?.certificate_arn).toBe(`\${${validation.address}.certificate_arn}`);
  expect(onlyResource(stack, 'aws_acm_certificate').attributes).toMatchObject({
    domain_name: 'app.example.com',
    subject_alternative_names: ['*.app.example.com', 'app.example.com', 'www.example.com'],
    validation_method: 'DNS',
    lifecycle: { create_before_destroy: true },
  });
  const records = ofType(stack, 'aws_route53_record');
  expect(records.filter(({ type }) => type === 'A').map(({ name }) => name)).toEqual(
    expect.arrayContaining(['app.example.com', '*.app.example.com', 'www.example.com']),
  );
  // A name and its wildcard share one.
  expect(records.filter(({ allow_overwrite: mayOverwrite }) => mayOverwrite === true)).toHaveLength(2);
});

test('takes a certificate by ARN, without a record, for every host', () => {
  const stack = synthesized({ domain: undefined, certificateArn });
  expect(ofType(stack, 'aws_lb_listener').find(({ port }) => port === 443)?.certificate_arn).toBe(certificateArn);
  expect([...stack.resources('aws_route53_record'), ...stack.resources('aws_acm_certificate')]).toEqual([]);
  expect(onlyResource(stack, 'aws_lb_listener_rule').attributes.condition).toEqual([
    { path_pattern: { values: ['/*'] } },
  ]);
});

test('is in one subnet of each zone', () => {
  const { network } = environmentConfig();
  const publicSubnets = [{ cidrBlock: '10.0.3.0/24', availabilityZone: 'ap-northeast-1a' }, ...network.publicSubnets];
  const stack = synthesized({}, undefined, { network: { ...network, publicSubnets } });
  const subnets = onlyResource(stack, 'aws_lb').attributes.subnets as string[];
  const zones = subnets.map((subnet) => {
    const id = stack.resolve(subnet);
    return stack.resources('aws_subnet').find(({ address }) => address === id)?.attributes.availability_zone;
  });
  expect(zones).toEqual(['ap-northeast-1a', 'ap-northeast-1c']);
});

test('lets in whom it is told to, and everybody, or the VPC if it is internal, by default', () => {
  const ranges = (overrides: Partial<OwnLoadBalancerConfig>) => {
    const stack = synthesized(overrides);
    const group = onlyResource(stack, 'aws_lb').attributes.security_groups as string[];
    return ofType(stack, 'aws_vpc_security_group_ingress_rule')
      .filter(({ security_group_id: id }) => group.includes(String(id)))
      .map(({ cidr_ipv4: range, from_port: port }) => `${String(range)} ${String(port)}`)
      .sort();
  };
  expect(ranges({})).toEqual(['0.0.0.0/0 443', '0.0.0.0/0 80']);
  expect(ranges({ scheme: 'internal' })).toEqual(['10.0.0.0/16 443', '10.0.0.0/16 80']);
  expect(ranges({ ingressCidrBlocks: ['192.0.2.0/24'] })).toEqual(['192.0.2.0/24 443', '192.0.2.0/24 80']);
});

// A second rule for the same traffic is refused by AWS.
test('reaches the tasks on their ports only, by one rule for all services that share one', () => {
  const stack = synthesized({}, undefined, {
    services: {
      a: serviceDefinition({ secrets: {}, port: 3000, route: { priority: 1, paths: ['/a'] } }),
      b: serviceDefinition({ secrets: {}, port: 3000, route: { priority: 2, paths: ['/b'] } }),
      c: serviceDefinition({ secrets: {}, port: 4000, route: { priority: 3 } }),
      d: serviceDefinition({ secrets: {}, port: 5000 }),
    },
  });
  const groupOf = (name: string) => stack.resources('aws_security_group').find((group) => group.text('name') === name);
  const [own, tasks] = ['shop-dev-load-balancer', 'shop-dev-app'].map((name) => `\${${groupOf(name)?.address}.id}`);
  const between = (direction: string, from: string | undefined, to: string | undefined) =>
    ofType(stack, `aws_vpc_security_group_${direction}_rule`)
      .filter((rule) => rule.security_group_id === from && rule.referenced_security_group_id === to)
      .map((rule) => [rule.ip_protocol, rule.from_port, rule.to_port]);
  const ports = [
    ['tcp', 3000, 3000],
    ['tcp', 4000, 4000],
  ];
  expect(between('egress', own, tasks)).toEqual(ports);
  expect(between('ingress', tasks, own)).toEqual(ports);
  expect(
    ofType(stack, 'aws_vpc_security_group_egress_rule').filter((rule) => rule.security_group_id === own),
  ).toHaveLength(2);
});

describe('the access logs', () => {
  test('are in a bucket that only the load balancer writes, only with TLS, and that nobody makes public', () => {
    const stack = synthesized({ accessLogs: { retentionDays: 30 } });
    const policy = onlyResource(stack, 'aws_s3_bucket_policy');
    const bucketArn = 'arn:aws:s3:::shop-dev-elb-logs-123456789012';
    expect(policy.json('policy')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'WriteAccessLogs',
          Effect: 'Allow',
          Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
          Action: ['s3:PutObject'],
          Resource: [`${bucketArn}/AWSLogs/123456789012/*`],
        },
        expect.objectContaining({
          Effect: 'Deny',
          Principal: '*',
          Resource: [bucketArn, `${bucketArn}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ],
    });
    expect(onlyResource(stack, 'aws_s3_bucket_public_access_block').attributes).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(onlyResource(stack, 'aws_s3_bucket_lifecycle_configuration').attributes.rule).toMatchObject([
      { status: 'Enabled', expiration: [{ days: 30 }] },
    ]);
    // A load balancer that may not write yet is refused.
    expect(onlyResource(stack, 'aws_lb').attributes.depends_on).toContain(policy.address);
  });

  test.each([true, false])('with deletion protection %s, as the load balancer', (deletionProtection) => {
    const stack = synthesized({ accessLogs: { retentionDays: 30 } }, undefined, { deletionProtection });
    expect(onlyResource(stack, 'aws_s3_bucket').attributes).toMatchObject({
      force_destroy: !deletionProtection,
      lifecycle: { prevent_destroy: deletionProtection },
    });
    expect(onlyResource(stack, 'aws_lb').attributes.enable_deletion_protection).toBe(deletionProtection);
  });
});

test('is inspected by the web ACL', () => {
  const webAclArn = 'arn:aws:wafv2:ap-northeast-1:123456789012:regional/webacl/shop/1';
  const stack = synthesized({ webAclArn });
  expect(onlyResource(stack, 'aws_wafv2_web_acl_association').attributes).toMatchObject({
    web_acl_arn: webAclArn,
    resource_arn: `\${${onlyResource(stack, 'aws_lb').address}.arn}`,
  });
});

describe('a route', () => {
  test('needs a priority alone', () => {
    const stack = synthesized();
    const group = onlyResource(stack, 'aws_lb_target_group');
    const rule = onlyResource(stack, 'aws_lb_listener_rule');
    expect(rule.attributes).toMatchObject({
      priority: 100,
      condition: [{ host_header: { values: ['app.example.com'] } }],
      action: [{ type: 'forward', target_group_arn: `\${${group.address}.arn}` }],
    });
    expect(group.attributes).toMatchObject({
      name_prefix: 'web-',
      target_type: 'ip',
      deregistration_delay: '30',
      slow_start: 0,
      health_check: { path: '/', matcher: '200-399', interval: 10, timeout: 5 },
      stickiness: { enabled: false },
      lifecycle: { create_before_destroy: true },
    });
    const service = onlyResource(stack, 'aws_ecs_service');
    expect(service.attributes).toMatchObject({
      load_balancer: [{ target_group_arn: `\${${group.address}.arn}`, container_name: 'web', container_port: 80 }],
      health_check_grace_period_seconds: 60,
    });
    // ECS takes no target group that no rule leads to.
    expect(service.attributes.depends_on).toContain(rule.address);
  });

  // It is one of what a target group is replaced for.
  test('does not give the port of its service to the target group', () => {
    const portOf = (port: number) =>
      onlyResource(
        synthesized({}, undefined, { services: { web: serviceDefinition({ port, route: { priority: 1 } }) } }),
        'aws_lb_target_group',
      ).attributes.port;
    expect(portOf(8080)).toBe(portOf(80));
  });

  test('says all that it is told', () => {
    const stack = synthesized(
      {},
      {
        web: {
          priority: 5,
          hosts: ['app.example.com'],
          paths: ['/b', '/a/*'],
          healthCheck: { path: '/health', matcher: '204', intervalSeconds: 30, timeoutSeconds: 20 },
          deregistrationDelaySeconds: 5,
          slowStartSeconds: 30,
          healthCheckGracePeriodSeconds: 0,
          stickiness: { durationSeconds: 3600 },
        },
      },
    );
    expect(onlyResource(stack, 'aws_lb_listener_rule').attributes.condition).toEqual([
      { host_header: { values: ['app.example.com'] } },
      { path_pattern: { values: ['/a/*', '/b'] } },
    ]);
    expect(onlyResource(stack, 'aws_lb_target_group').attributes).toMatchObject({
      deregistration_delay: '5',
      slow_start: 30,
      health_check: { path: '/health', matcher: '204', interval: 30, timeout: 20 },
      stickiness: { type: 'lb_cookie', enabled: true, cookie_duration: 3600 },
    });
    expect(onlyResource(stack, 'aws_ecs_service').attributes.health_check_grace_period_seconds).toBe(0);
  });
});

test('the outputs say where the services are', () => {
  const { terraform } = synthesized({}, { web: { priority: 2 }, api: { priority: 1, paths: ['/api/*'] } });
  expect(terraform).toMatchObject({
    output: {
      service_urls: { value: { web: 'https://app.example.com/', api: 'https://app.example.com/api/' } },
    },
  });
});
