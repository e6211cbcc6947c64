import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { examples } from '../../examples';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { ScalingConfig } from '../../lib/scaling/scaling-config';
import { startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';
import { callAutoScaling } from './support/plain-request';

const { services, ...example } = examples['runtime-parameters'];
const [[name, service] = []] = Object.entries(services);
const scaling: ScalingConfig = {
  minimum: 1,
  maximum: 4,
  cpuPercent: 60,
  scheduled: { day: { schedule: 'cron(0 8 * * ? *)', timeZone: 'Asia/Tokyo', minimum: 2, maximum: 8 } },
};
const scaled = (changes: Partial<ScalingConfig> = {}): EnvironmentConfig => ({
  ...example,
  services:
    service === undefined ? {} : { [`${name}`]: { ...service, desiredCount: 3, scaling: { ...scaling, ...changes } } },
});
const cluster = `${example.application}-dev`;
const target = {
  ServiceNamespace: 'ecs',
  ResourceId: `service/${cluster}/${cluster}-${name}`,
  ScalableDimension: 'ecs:service:DesiredCount',
};
let environment: EmbeddedEnvironment;

beforeAll(async () => {
  environment = await startEmbeddedEnvironment('dev', scaled());
  await environment.synthInstead(scaled());
  await environment.deploy();
});
afterAll(() => environment.stop());

const describe = (what: string) => callAutoScaling(environment.aws, `Describe${what}`, { ServiceNamespace: 'ecs' });

// What AWS does when the time has come: https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/422
test('a deployment undoes neither the bounds that a schedule has set nor the count of tasks', async () => {
  await callAutoScaling(environment.aws, 'RegisterScalableTarget', { ...target, MinCapacity: 2, MaxCapacity: 8 });
  const command = new UpdateServiceCommand({ cluster, service: `${cluster}-${name}`, desiredCount: 7 });
  await environment.clients.ecs.send(command);
  expect(await environment.diff()).toEqual([]);
});

test('other bounds in the configuration replace what scales the service, and not the service', async () => {
  await environment.synthInstead(scaled({ minimum: 3 }));
  const changes = await environment.diff();
  expect(changes).toContainEqual(expect.stringMatching(/^delete,create aws_appautoscaling_target\./));
  expect(changes).not.toContainEqual(expect.stringContaining('aws_ecs_service'));
  await environment.deploy();
  expect(await describe('ScalableTargets')).toMatchObject({ ScalableTargets: [{ MinCapacity: 3, MaxCapacity: 4 }] });
  expect(await describe('ScalingPolicies')).toMatchObject({ ScalingPolicies: [{ PolicyName: 'cpu' }] });
  expect(await describe('ScheduledActions')).toMatchObject({ ScheduledActions: [{ ScheduledActionName: 'day' }] });
  expect(await environment.diff()).toEqual([]);
});
