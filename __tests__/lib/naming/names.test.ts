import { accessLogsBucketName, loadBalancerName, targetGroupNamePrefix } from '../../../lib/naming/names';

const named = (application: string, name = 'dev') => loadBalancerName({ application, name });

// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
describe('the name of a load balancer', () => {
  test('is that of the other resources where it can be', () => {
    expect(named('shop')).toBe('shop-dev');
    expect(named('a'.repeat(28))).toBe(`${'a'.repeat(28)}-dev`);
  });

  test.each([
    ['an underscore', 'ecs_parameter_store', /^ecs-parameter-store-dev-[0-9a-f]{6}$/],
    ['33 characters', 'a'.repeat(29), /^a{25}-[0-9a-f]{6}$/],
    ['what AWS uses itself', 'internal-shop', /^shop-dev-[0-9a-f]{6}$/],
    ['a cut behind a hyphen', `${'a'.repeat(24)}-shop`, /^a{24}-[0-9a-f]{6}$/],
  ])('is made of it where that has %s', (_what, application, name) => {
    expect(named(application)).toMatch(name);
    expect(named(application).length).toBeLessThanOrEqual(32);
  });

  test('differs where the names of the other resources do', () => {
    const names = ['a_b', 'a-b', 'internal-a-b', `${'a'.repeat(31)}b`, 'a'.repeat(32)].map((application) =>
      named(application),
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
test.each([
  ['shop', 'dev'],
  ['ecs_parameter_store', 'stg'],
  ['a'.repeat(32), 'b'.repeat(16)],
])('the bucket of the access logs of %s in %s has a name that S3 takes', (application, name) => {
  expect(accessLogsBucketName({ application, name }, '123456789012')).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
});

// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
test.each([
  ['web', 'web-'],
  ['web-server', 'web-s-'],
  ['_web_1', 'web-1-'],
  ['four_', 'four-'],
  ['__', 'task-'],
])('the name of the target group of %s begins with %s', (workload, prefix) => {
  expect(targetGroupNamePrefix(workload)).toBe(prefix);
});
