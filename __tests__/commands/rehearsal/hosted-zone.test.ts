import { requireRehearsable } from '../../../commands/rehearsal/hosted-zone';
import { environmentConfig } from '../../support/environment-config';

const { network } = environmentConfig();
const domain = { name: 'app.example.com', hostedZone: 'example.com' };

test('an environment with a domain, or without a load balancer, can be rehearsed', () => {
  expect(() => requireRehearsable({ network })).not.toThrow();
  expect(() => requireRehearsable({ network, loadBalancer: { scheme: 'internal', domain } })).not.toThrow();
});

test.each([
  ['certificateArn', { certificateArn: 'arn:aws:acm:ap-northeast-1:123456789012:certificate/1' }],
  ['webAclArn', { domain, webAclArn: 'arn:aws:wafv2:ap-northeast-1:123456789012:regional/webacl/shop/1' }],
])('one whose %s must exist cannot', (field, fields) => {
  expect(() => requireRehearsable({ network, loadBalancer: { scheme: 'internal', ...fields } })).toThrow(
    `loadBalancer.${field} names what cannot be created in the embedded AWS.`,
  );
});

// It is made with an id that AWS chooses: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
test('one in a VPC that must exist cannot', () => {
  const existingVpc = { vpcId: 'vpc-0123456789abcdef0', publicSubnetIds: ['subnet-01234567', 'subnet-01234568'] };
  expect(() => requireRehearsable({ network: { existingVpc, ingress: [], egress: [] } })).toThrow(
    'network.existingVpc names what cannot be created in the embedded AWS.',
  );
});
