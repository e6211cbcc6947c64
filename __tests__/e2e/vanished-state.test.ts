import { rename } from 'node:fs/promises';
import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { examples } from '../../examples';
import { workloadNames } from '../../lib/naming/names';
import { environmentConfig } from '../support/environment-config';
import { startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';

const config = examples['runtime-parameters'];
let environment: EmbeddedEnvironment;

beforeAll(async () => {
  environment = await startEmbeddedEnvironment('dev', config);
  await environment.synthInstead(config);
  await environment.deploy();
});
afterAll(() => environment.stop());

const vpcs = async () => {
  const { Vpcs = [] } = await environment.clients.ec2.send(
    new DescribeVpcsCommand({ Filters: [{ Name: 'tag:application', Values: [config.application] }] }),
  );
  return Vpcs.length;
};

// What an empty state does to resources without a unique name: https://developer.hashicorp.com/terraform/language/state/purpose
test('with another state, neither a diff nor a deployment goes on, and no second network is created', async () => {
  const stateFile = environment.workspace.stateFile('dev');
  await rename(stateFile, `${stateFile}.kept`);
  await expect(environment.diff()).rejects.toThrow(
    /role \S+ exists, but this state does not\s+contain it[^]+npm run recover -- dev/,
  );
  await expect(environment.deploy()).rejects.toThrow('Resource postcondition failed');
  await rename(`${stateFile}.kept`, stateFile);
  expect(await vpcs()).toBe(1);
});

test('with its own state, there is nothing to change, and another range replaces the network as always', async () => {
  expect(await environment.diff()).toEqual([]);
  const publicSubnets = environmentConfig().network.publicSubnets.map(({ availabilityZone }, index) => ({
    cidrBlock: `10.9.${index}.0/24`,
    availabilityZone,
  }));
  const { ingress, egress } = config.network;
  const network = { ingress, egress, vpcCidrBlock: '10.9.0.0/16', publicSubnets };
  await environment.synthInstead({ ...config, network });
  expect(await environment.diff()).toContainEqual(expect.stringMatching(/^create,delete aws_vpc\./));
  await environment.synthInstead(config);
});

test('a role that somebody deleted is created again', async () => {
  const RoleName = workloadNames({ ...config, name: 'dev' }, 'web').executionRole;
  const { iam } = environment.clients;
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'access' }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  expect(await environment.diff()).toContainEqual(expect.stringMatching(/^create aws_iam_role\./));
});
