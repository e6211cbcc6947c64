import { requireRehearsable } from '../../../commands/rehearsal/hosted-zone';

const domain = { name: 'app.example.com', hostedZone: 'example.com' };

test('an environment with a domain, or without a load balancer, can be rehearsed', () => {
  expect(() => requireRehearsable({})).not.toThrow();
  expect(() => requireRehearsable({ loadBalancer: { scheme: 'internal', domain } })).not.toThrow();
});

test.each([
  ['certificateArn', { certificateArn: 'arn:aws:acm:ap-northeast-1:123456789012:certificate/1' }],
  ['webAclArn', { domain, webAclArn: 'arn:aws:wafv2:ap-northeast-1:123456789012:regional/webacl/shop/1' }],
])('one whose %s must exist cannot', (field, fields) => {
  expect(() => requireRehearsable({ loadBalancer: { scheme: 'internal', ...fields } })).toThrow(
    `loadBalancer.${field} names what cannot be created in the embedded AWS.`,
  );
});
