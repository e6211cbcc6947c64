import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { production } from '../../examples/production';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';

const { ingress, egress, securityGroups, ...own } = production.network;
const inPublic: EnvironmentConfig = {
  ...production,
  network: {
    ingress,
    egress,
    securityGroups,
    vpcCidrBlock: own.vpcCidrBlock ?? '',
    publicSubnets: own.publicSubnets ?? [],
  },
};
let environment: EmbeddedEnvironment;

beforeAll(async () => {
  environment = await startEmbeddedEnvironment('dev', inPublic);
  await environment.synthInstead(inPublic);
  await environment.deploy();
});
afterAll(() => environment.stop());

/** Where the tasks of the service web are: the ranges of its subnets, and whether they have public addresses. */
async function placement() {
  const { ecs, ec2 } = environment.clients;
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: 'production-dev', services: ['production-dev-web'] }),
  );
  const { subnets = [], assignPublicIp } = services[0]?.networkConfiguration?.awsvpcConfiguration ?? {};
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: subnets }));
  return [assignPublicIp, ...Subnets.map(({ CidrBlock }) => CidrBlock).sort()];
}

const changes = async () => (await environment.diff()).map((change) => change.replace(/^(\S+ aws_\w+).*$/, '$1'));

/** When something was done, as the place of its line in what Terraform printed. */
const moment = (output: string, pattern: RegExp) => output.split('\n').findIndex((line) => pattern.test(line));

// https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
test('tasks go from public to private subnets in place, and back before what they used is deleted', async () => {
  await environment.synthInstead(production);
  const planned = await changes();
  expect(planned.filter((change) => !change.startsWith('create '))).toEqual(
    expect.arrayContaining(['update aws_ecs_service', 'update aws_scheduler_schedule']),
  );
  expect(planned.filter((change) => change.startsWith('delete') || /^update aws_(?:vpc|subnet)$/.test(change))).toEqual(
    [],
  );
  await environment.deploy();
  expect(await environment.diff()).toEqual([]);
  expect(await placement()).toEqual(['DISABLED', '10.0.16.0/20', '10.0.32.0/20']);

  await environment.synthInstead(inPublic);
  const output = await environment.deploy();
  expect(await environment.diff()).toEqual([]);
  expect(await placement()).toEqual(['ENABLED', '10.0.1.0/24', '10.0.2.0/24']);
  const moved = moment(output, /web-service\S*.*Modifications complete/);
  expect(moved).toBeGreaterThan(-1);
  for (const used of [
    /private-10-0-16-0-20\S*subnet\S*.*Destroying/,
    /nat-\S*gateway\S*.*Destroying/,
    /vpc-endpoints\S*.*Destroying/,
  ]) {
    expect(moment(output, used)).toBeGreaterThan(moved);
  }
});
