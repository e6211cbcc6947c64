import { environmentNetwork } from '../../../commands/ecs/environment-network';
import type { NetworkConfig } from '../../../lib/network/network-config';
import { environmentConfig } from '../../support/environment-config';
import { fakeSession } from '../../support/secrets/fake-aws';

const environment = { ...environmentConfig({ application: 'shop' }), name: 'dev' };

interface Filters {
  readonly Filters: readonly { readonly Name: string; readonly Values: readonly string[] }[];
}

/** Looks for the network where the VPCs have these security groups and subnets of the environment. */
function find(
  vpcs: Readonly<Record<string, { group: string; subnets: readonly string[] }>>,
  network: NetworkConfig = environment.network,
) {
  const { calls, session } = fakeSession(
    { ...environment, network },
    {
      DescribeSecurityGroupsCommand: () => ({
        SecurityGroups: Object.entries(vpcs).map(([VpcId, { group }]) => ({ VpcId, GroupId: group })),
      }),
      DescribeSubnetsCommand: (input) => {
        const vpc = (input as unknown as Filters).Filters[0]?.Values[0] ?? '';
        return { Subnets: vpcs[vpc]?.subnets.map((SubnetId) => ({ SubnetId })) };
      },
    },
  );
  return { calls, finding: environmentNetwork(session, { name: 'migrate' }) };
}

test('is the security group of the environment, and the declared subnets of its VPC', async () => {
  const { calls, finding } = find({ 'vpc-1': { group: 'sg-1', subnets: ['subnet-a', 'subnet-c'] } });
  await expect(finding).resolves.toEqual({
    awsvpcConfiguration: {
      subnets: ['subnet-a', 'subnet-c'],
      securityGroups: ['sg-1'],
      assignPublicIp: 'ENABLED',
    },
  });
  const tags = [
    { Name: 'tag:application', Values: ['shop'] },
    { Name: 'tag:environment', Values: ['dev'] },
    { Name: 'tag:managed-by', Values: ['cdktf'] },
  ];
  expect(calls.map(({ input }) => input.Filters)).toEqual([
    [{ Name: 'group-name', Values: ['shop-dev-app'] }, ...tags],
    [{ Name: 'vpc-id', Values: ['vpc-1'] }, { Name: 'cidr-block', Values: ['10.0.1.0/24', '10.0.2.0/24'] }, ...tags],
  ]);
});

test("is the task's own security group, where each has one", async () => {
  const { calls, finding } = find(
    { 'vpc-1': { group: 'sg-1', subnets: ['subnet-a', 'subnet-c'] } },
    {
      ...environment.network,
      securityGroups: 'perService',
    },
  );
  await expect(finding).resolves.toMatchObject({ awsvpcConfiguration: { securityGroups: ['sg-1'] } });
  expect(calls[0]?.input.Filters).toContainEqual({ Name: 'group-name', Values: ['shop-dev-migrate-tasks'] });
});

test('is not that of a VPC which a deployment left unfinished', async () => {
  const { finding } = find({
    'vpc-1': { group: 'sg-1', subnets: ['subnet-a'] },
    'vpc-2': { group: 'sg-2', subnets: ['subnet-b', 'subnet-d'] },
  });
  await expect(finding).resolves.toMatchObject({ awsvpcConfiguration: { securityGroups: ['sg-2'] } });
});

test.each([
  ['nothing is', {}],
  ['a subnet is missing', { 'vpc-1': { group: 'sg-1', subnets: ['subnet-a'] } }],
])('is not deployed where %s there', async (_what, vpcs) => {
  await expect(find(vpcs).finding).rejects.toThrow(
    'The network of dev is not deployed as it is declared: there is no security group shop-dev-app with the tags of dev in a VPC ' +
      'with its subnets 10.0.1.0/24, 10.0.2.0/24. Deploy it: npx cdktf deploy dev',
  );
});

test('is not guessed where there are two', async () => {
  const subnets = ['subnet-a', 'subnet-c'];
  const { finding } = find({ 'vpc-1': { group: 'sg-1', subnets }, 'vpc-2': { group: 'sg-2', subnets } });
  await expect(finding).rejects.toThrow('Several VPCs have the security group and the subnets of dev: vpc-1, vpc-2.');
});

test('is in the private subnets, without a public address, where tasks are there', async () => {
  const { calls, finding } = find(
    { 'vpc-1': { group: 'sg-1', subnets: ['subnet-a', 'subnet-c'] } },
    {
      ...environment.network,
      placement: 'private',
      privateSubnets: [
        { cidrBlock: '10.0.16.0/20', availabilityZone: 'ap-northeast-1a' },
        { cidrBlock: '10.0.32.0/20', availabilityZone: 'ap-northeast-1c' },
      ],
    },
  );
  await expect(finding).resolves.toMatchObject({ awsvpcConfiguration: { assignPublicIp: 'DISABLED' } });
  expect(calls[1]?.input.Filters).toContainEqual({ Name: 'cidr-block', Values: ['10.0.16.0/20', '10.0.32.0/20'] });
});

describe('of a VPC that exists', () => {
  const { ingress, egress } = environment.network;
  const subnets = ['subnet-01234567', 'subnet-01234568'];
  const network: NetworkConfig = {
    ...{ ingress, egress },
    placement: 'private',
    existingVpc: { vpcId: 'vpc-2', privateSubnetIds: subnets },
  };

  test('is the subnets that are declared, and the security group in it', async () => {
    const { finding } = find({ 'vpc-1': { group: 'sg-1', subnets }, 'vpc-2': { group: 'sg-2', subnets } }, network);
    await expect(finding).resolves.toEqual({
      awsvpcConfiguration: { subnets, securityGroups: ['sg-2'], assignPublicIp: 'DISABLED' },
    });
  });

  test('is not deployed where the security group is in another', async () => {
    await expect(find({ 'vpc-1': { group: 'sg-1', subnets } }, network).finding).rejects.toThrow(
      'there is no security group shop-dev-app with the tags of dev in vpc-2. Deploy it: npx cdktf deploy dev',
    );
  });
});
