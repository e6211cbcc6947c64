import { rename } from 'node:fs/promises';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DeleteClusterCommand } from '@aws-sdk/client-ecs';
import { examples } from '../../examples';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';

// A network, a cluster and nothing that runs.
const config: EnvironmentConfig = {
  ...examples['runtime-parameters'],
  encryptionKey: 'aws-managed',
  services: {},
  parameters: [],
};
let environment: EmbeddedEnvironment;

beforeAll(async () => {
  environment = await startEmbeddedEnvironment('dev', config);
  await environment.synthInstead(config);
  await environment.deploy();
});
afterAll(() => environment.stop());

const vpcs = async () => {
  const ec2 = new EC2Client({
    endpoint: environment.aws.endpoint,
    region: config.region,
    credentials: environment.clients.ecs.config.credentials,
  });
  const { Vpcs = [] } = await ec2.send(
    new DescribeVpcsCommand({ Filters: [{ Name: 'tag:application', Values: [config.application] }] }),
  );
  return Vpcs.length;
};

// What an empty state does to resources without a unique name: https://developer.hashicorp.com/terraform/language/state/purpose
test('with another state, neither a diff nor a deployment goes on, and no second network is created', async () => {
  const stateFile = environment.workspace.stateFile('dev');
  await rename(stateFile, `${stateFile}.kept`);
  await expect(environment.diff()).rejects.toThrow(/exists, but this state does not\s+contain it/);
  await expect(environment.deploy()).rejects.toThrow(/npm run recover -- dev/);
  await rename(`${stateFile}.kept`, stateFile);
  expect(await vpcs()).toBe(1);
});

test('with its own state, there is nothing to change, and another range replaces the network as always', async () => {
  expect(await environment.diff()).toEqual([]);
  await environment.synthInstead({
    ...config,
    network: {
      ...config.network,
      vpcCidrBlock: '10.9.0.0/16',
      publicSubnets: [{ cidrBlock: '10.9.1.0/24', availabilityZone: 'ap-northeast-1a' }],
    },
  });
  expect(await environment.diff()).toContainEqual(expect.stringMatching(/^delete,create aws_vpc\./));
  await environment.synthInstead(config);
});

test('a cluster that somebody deleted is created again', async () => {
  await environment.clients.ecs.send(new DeleteClusterCommand({ cluster: `${config.application}-dev` }));
  expect(await environment.diff()).toContainEqual(expect.stringMatching(/^create aws_ecs_cluster\./));
});
