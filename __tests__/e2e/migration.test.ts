import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateSecurityGroupCommand, CreateSubnetCommand, CreateVpcCommand } from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  PutClusterCapacityProvidersCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { applyPlan, planIn } from '../../commands/plans/saved-plan';
import { changedResources } from '../../commands/plans/terraform-plan';
import { recoverClients, type RecoverClients } from '../../commands/recover/recover-clients';
import { declaredResources } from '../../commands/recover/search';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { adopted, load } from '../commands/adopt/adopted';
import { environmentConfig } from '../support/environment-config';
import { readState, startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';

// As docs/migration.md describes it: a service that runs, and that this project has not made.
const NAME = 'shop-dev-web';
const CLUSTER = 'shop-dev';
const PARAMETER = '/copilot/shop/dev/secrets/KEY';
const VALUE = 'canary-operator-77c1e0d2';
const { network, ...base } = environmentConfig({ application: 'shop', accountId: '123456789012', services: {} });

let environment: EmbeddedEnvironment;
let clients: RecoverClients;
/** The environment that the service is taken over to. */
let config: EnvironmentConfig;
let oldRevision: string;

beforeAll(async () => {
  environment = await startEmbeddedEnvironment('dev', { ...base, network });
  const credentials = await environment.clients.ecs.config.credentials();
  clients = recoverClients({ endpoint: environment.aws.endpoint, region: base.region, credentials });
  const existing = await createNetwork();
  oldRevision = await createService(existing);
  const described = await clients.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: NAME }));
  const { declaration } = await adopted({ dev: { ...base, network } }, described);
  const { vpcId, publicSubnetIds } = existing;
  const { ingress, egress } = network;
  config = {
    ...base,
    network: { ingress, egress, existingVpc: { vpcId, publicSubnetIds } },
    services: { web: load(declaration) },
  };
});
afterAll(() => environment.stop());

async function createNetwork() {
  const { Vpc } = await clients.ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
  const vpcId = Vpc?.VpcId ?? '';
  const publicSubnetIds = [];
  for (const [zone, range] of [
    ['a', '10.9.1.0/24'],
    ['c', '10.9.2.0/24'],
  ] as const) {
    const { Subnet } = await clients.ec2.send(
      new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: range, AvailabilityZone: `${base.region}${zone}` }),
    );
    publicSubnetIds.push(Subnet?.SubnetId ?? '');
  }
  const { GroupId = '' } = await clients.ec2.send(
    new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: 'plain', Description: 'Of the plain service' }),
  );
  return { vpcId, publicSubnetIds, securityGroup: GroupId };
}

async function createService({ publicSubnetIds, securityGroup }: Awaited<ReturnType<typeof createNetwork>>) {
  const principal = { Service: 'ecs-tasks.amazonaws.com' };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  };
  const { Role } = await clients.iam.send(
    new CreateRoleCommand({ RoleName: 'plain-execution', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  await clients.ssm.send(new PutParameterCommand({ Name: PARAMETER, Value: VALUE, Type: 'SecureString' }));
  await clients.ecs.send(new CreateClusterCommand({ clusterName: CLUSTER }));
  const strategy = [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }];
  await clients.ecs.send(
    new PutClusterCapacityProvidersCommand({
      cluster: CLUSTER,
      capacityProviders: ['FARGATE'],
      defaultCapacityProviderStrategy: strategy,
    }),
  );
  const { taskDefinition } = await clients.ecs.send(
    new RegisterTaskDefinitionCommand({
      ...{ family: NAME, cpu: '256', memory: '512', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
      executionRoleArn: Role?.Arn,
      containerDefinitions: [
        {
          name: 'web',
          image: 'public.ecr.aws/nginx/nginx:1.29.3',
          portMappings: [{ containerPort: 8080 }],
          secrets: [{ name: 'KEY', valueFrom: PARAMETER }],
        },
      ],
    }),
  );
  const placement = { subnets: publicSubnetIds, securityGroups: [securityGroup], assignPublicIp: 'ENABLED' as const };
  await clients.ecs.send(
    new CreateServiceCommand({
      ...{ cluster: CLUSTER, serviceName: NAME, taskDefinition: NAME, desiredCount: 1 },
      capacityProviderStrategy: strategy,
      networkConfiguration: { awsvpcConfiguration: placement },
    }),
  );
  return taskDefinition?.taskDefinitionArn ?? '';
}

async function runningService() {
  const { services = [] } = await clients.ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [NAME] }));
  return services[0];
}

/** What a plan does to what exists: all but creations. */
async function planOf(declared: EnvironmentConfig, imports: (type: string) => string | undefined) {
  await environment.synthInstead(declared);
  const stack = await environment.terraform();
  const resources = await declaredResources(join(stack.directory, 'cdk.tf.json'));
  const blocks = resources.flatMap(({ address, type }) => {
    const id = imports(type);
    return id === undefined ? [] : [{ to: address, id }];
  });
  const file = join(stack.directory, 'imports.tf.json');
  await (blocks.length === 0 ? rm(file, { force: true }) : writeFile(file, JSON.stringify({ import: blocks })));
  const saved = await planIn(stack, 'plan');
  const touched = changedResources(saved.plan)
    .filter(({ change }) => change.actions.join() !== 'create')
    .map(({ address, change }) => `${change.actions.join()} ${address.split('.')[0] ?? ''}`);
  return { saved, touched: touched.sort() };
}

test('beside what runs, a plan creates and touches nothing', async () => {
  const { touched } = await planOf({ ...config, application: 'store' }, () => undefined);
  expect(touched).toEqual([]);
});

test('with import blocks, what runs is updated in place, keeps its old revision, and no value gets into the state', async () => {
  const before = await runningService();
  const { saved, touched } = await planOf(
    config,
    (type) =>
      ({
        aws_ecs_cluster: CLUSTER,
        aws_ecs_cluster_capacity_providers: CLUSTER,
        aws_ecs_service: `${CLUSTER}/${NAME}`,
      })[type],
  );
  expect(touched).toEqual([
    'update aws_ecs_cluster',
    'update aws_ecs_cluster_capacity_providers',
    'update aws_ecs_service',
  ]);
  expect((await runningService())?.taskDefinition).toBe(oldRevision);

  await applyPlan(saved);
  const after = await runningService();
  expect([after?.status, after?.createdAt]).toEqual(['ACTIVE', before?.createdAt]);
  const { taskDefinition } = await clients.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: oldRevision }));
  expect(taskDefinition?.status).toBe('ACTIVE');
  const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name: PARAMETER, WithDecryption: true }));
  expect(Parameter?.Value).toBe(VALUE);
  expect(await readState(environment)).not.toContain(VALUE);
});
