import { DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';

const service = serviceDefinition({ secrets: {} });
const { network } = environmentConfig();

const shared = environmentConfig({
  application: 'shop',
  network: { ...network, ingress: [] },
  services: { web: service, api: { ...service, port: 3000 } },
});

/** Each with a security group of its own, in which they let in each other, and with names. */
const own: EnvironmentConfig = {
  ...shared,
  network: { ...shared.network, securityGroups: 'perService' },
  serviceConnect: true,
  services: {
    web: { ...service, allowFrom: ['api'] },
    api: { ...service, port: 3000, allowFrom: ['web'], serviceConnect: { requestTimeoutSeconds: 60 } },
  },
};

let environment: EmbeddedEnvironment;

beforeAll(async () => {
  environment = await startEmbeddedEnvironment('dev', shared);
  await environment.synthInstead(shared);
  await environment.deploy();
});
afterAll(() => environment.stop());

/** What is there: the groups, and of each service when it was created, its groups and its Service Connect. */
async function deployed() {
  const { ec2, ecs } = environment.clients;
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['shop-dev-*'] }] }),
  );
  const names = new Map(SecurityGroups.map(({ GroupId, GroupName = '' }) => [GroupId, GroupName]));
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: 'shop-dev', services: ['shop-dev-api', 'shop-dev-web'] }),
  );
  return {
    groups: [...names.values()].sort(),
    created: services.map(({ createdAt }) => createdAt),
    services: services.map(({ networkConfiguration, deployments = [] }) => [
      networkConfiguration?.awsvpcConfiguration?.securityGroups?.map((id) => names.get(id)).join(),
      deployments
        .map(({ serviceConnectConfiguration }) => serviceConnectConfiguration?.services?.[0]?.discoveryName)
        .join(),
    ]),
  };
}

/**
 * What Terraform deleted while a service that used it had not been changed: of the group of one service that one, of what all share any.
 * The embedded AWS lets it, and AWS does not: it refuses to delete a group or a namespace that is in use.
 */
function deletedTooEarly(output: string): string[] {
  const lines = output.split('\n');
  const changed = (service: string) =>
    lines.findIndex(
      (line) => line.includes(`aws_ecs_service.${service}-service`) && line.includes('Modifications complete'),
    );
  const names = ['api', 'web'];
  return lines.filter((line, index) => {
    const own = names.filter((name) => line.includes(`${name}-tasks`));
    const users = own.length > 0 ? own : names;
    const isDeletion = /aws_(vpc_)?security_group|http_namespace/.test(line) && line.includes('Destroying...');
    return isDeletion && users.some((name) => changed(name) === -1 || changed(name) > index);
  });
}

test.each<[string, EnvironmentConfig, object]>([
  [
    'to a security group and a name for each',
    own,
    {
      groups: ['shop-dev-api-tasks', 'shop-dev-web-tasks'],
      services: [
        ['shop-dev-api-tasks', 'api'],
        ['shop-dev-web-tasks', 'web'],
      ],
    },
  ],
  [
    'and back',
    shared,
    {
      groups: ['shop-dev-app'],
      services: [
        ['shop-dev-app', ''],
        ['shop-dev-app', ''],
      ],
    },
  ],
])('services are moved %s, and not replaced, before what they leave is deleted', async (_what, config, expected) => {
  const { created } = await deployed();
  await environment.synthInstead(config);
  const output = await environment.deploy();
  expect(output).toMatch(/aws_security_group.*Destroying\.\.\./);
  expect(deletedTooEarly(output)).toEqual([]);
  const { groups, ...now } = await deployed();
  // The one that AWS makes for each VPC has a name of its own.
  expect({ ...now, groups: groups.filter((name) => !name.endsWith('-default')) }).toEqual({ ...expected, created });
  expect(await environment.diff()).toEqual([]);
});

test('is destroyed', async () => {
  expect(await environment.destroy()).toContain('Destroy complete!');
});
