import { changeFromConfigurations } from '../../../commands/review/model/change-from-configurations';
import { makeReview, type Review } from '../../../commands/review/sections/review';
import { WITHOUT_CREDENTIALS } from '../../../commands/review/sections/secret-findings';
import { tasksOf } from '../../../commands/review/sections/cost';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { parameter } from '../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { billing, shop } from '../../support/shared-load-balancer';
import { maximalEnvironment } from '../../support/maximal-environment';
import { synthesize } from '../../support/synthesized-stack';

const plain = environmentConfig();
const full = maximalEnvironment({ rotationPeriodDays: 365, deletionWindowDays: 7 });

function withWeb(overrides: Parameters<typeof serviceDefinition>[0]) {
  return environmentConfig({ services: { web: serviceDefinition(overrides) } });
}

/** What is reviewed between two environments of the name dev. */
function between(before: EnvironmentConfig, after: EnvironmentConfig): Review {
  const [base, head] = [before, after].map((dev) => synthesize({ dev })[0]?.terraform);
  return makeReview({
    environment: { ...after, name: 'dev' },
    compared: { from: 'configurations', base: 'main' },
    change: changeFromConfigurations(base, head),
    plannedChanges: [],
    outputs: [],
    secrets: WITHOUT_CREDENTIALS,
  });
}

/** The same in both directions. */
function bothWays(before: EnvironmentConfig, after: EnvironmentConfig) {
  return { there: between(before, after), back: between(after, before) };
}

describe('a review of two configurations', () => {
  it('finds nothing between equal ones', () => {
    const review = between(full, full);
    expect(review.changes).toEqual([]);
    expect(review.restarts).toEqual([]);
    expect(review.access.secrets).toMatchObject({ gained: [], lost: [] });
    expect(review.reach).toMatchObject({ gained: [], lost: [] });
    expect(review.cost.monthlyBefore).toBe(review.cost.monthlyAfter);
    expect(review.hash).toBeNull();
  });

  it('names a new secret, who may read it, and which service starts again', () => {
    const { MY_PARAM_1 } = serviceDefinition().secrets ?? {};
    const one = withWeb({ secrets: { MY_PARAM_1: MY_PARAM_1 ?? parameter('MY_PARAM_1') } });
    const { there, back } = bothWays(one, plain);
    const reader = {
      role: 'ecs_parameter_store-dev-web-execution',
      who: 'web, execution role',
      store: 'parameter-store',
      secret: '/ecs_parameter_store/dev/MY_PARAM_2',
    };
    expect(there.changes.find(({ action }) => action === 'create')).toMatchObject({ name: 'parameter MY_PARAM_2' });
    expect(there.access.secrets).toMatchObject({ gained: [reader], lost: [] });
    // Once is enough.
    expect(there.access.permissions).toMatchObject({ gained: [], lost: [] });
    expect(there.restarts).toEqual([{ service: 'web', reasons: ['secret MY_PARAM_2 added'] }]);
    expect(back.changes.find(({ action }) => action === 'destroy')).toMatchObject({ name: 'parameter MY_PARAM_2' });
    expect(back.access.secrets).toMatchObject({ gained: [], lost: [reader] });
    expect(back.restarts).toEqual([{ service: 'web', reasons: ['secret MY_PARAM_2 removed'] }]);
  });

  it('knows that what is retained stays as it is, and that nothing reads it any more', () => {
    const after = environmentConfig({
      services: {},
      retains: ['parameter MY_PARAM_1', 'parameter MY_PARAM_2', 'log group web'],
    });
    const { changes, access } = between(plain, after);
    expect(changes.map(({ name }) => name).filter((name) => /^(?:parameter|log group \/ecs\/)/.test(name))).toEqual([]);
    expect(access.secrets.lost).toHaveLength(2);
  });

  it('shows another image, and that the task definition is replaced but not the service', () => {
    const { there, back } = bothWays(plain, withWeb({ image: 'ecs_parameter_store:1.1.0' }));
    const [image] = there.images;
    expect(image).toMatchObject({ workload: 'web', container: 'web' });
    expect([image?.before, image?.after].map((text) => text?.split('/')[1])).toEqual([
      'ecs_parameter_store:1.0.0',
      'ecs_parameter_store:1.1.0',
    ]);
    expect(back.images).toMatchObject([{ before: image?.after, after: image?.before }]);
    expect(there.restarts).toEqual([{ service: 'web', reasons: ['image'] }]);
    expect(there.changes.map(({ name, action, replacedBy }) => ({ name, action, replacedBy }))).toEqual([
      { name: 'task definition web', action: 'replace', replacedBy: ['container_definitions'] },
    ]);
  });

  it('names a changed variable and never shows its value', () => {
    const [before, after] = ['canary-before', 'canary-after'].map((MODE) =>
      withWeb({ environmentVariables: { MODE } }),
    );
    const review = between(before ?? plain, after ?? plain);
    expect(review.restarts).toEqual([{ service: 'web', reasons: ['environment variable MODE changed'] }]);
    expect(JSON.stringify(review)).not.toContain('canary');
  });

  it('counts the desired tasks by their size', () => {
    const { there, back } = bothWays(plain, withWeb({ size: { cpu: 512, memoryMiB: 1024 }, desiredCount: 2 }));
    // A quarter of a vCPU and half a GB more than none, 730 hours, and the public address of each task.
    const small = 730 * (0.25 * 0.05056 + 0.5 * 0.00553 + 0.005);
    const large = 730 * 2 * (0.5 * 0.05056 + 1 * 0.00553 + 0.005);
    expect(there.cost.monthlyAfter - there.cost.monthlyBefore).toBeCloseTo(large - small, 6);
    expect(back.cost.monthlyAfter - back.cost.monthlyBefore).toBeCloseTo(small - large, 6);
    expect(there.restarts).toEqual([
      { service: 'web', reasons: ['cpu 256 → 512', 'memory 512 → 1024', 'desired_count of the service'] },
    ]);
  });

  it('counts nothing for a Region that the price table does not have', () => {
    const elsewhere = environmentConfig({
      region: 'eu-west-1',
      network: {
        ...plain.network,
        publicSubnets: [
          { cidrBlock: '10.0.1.0/24', availabilityZone: 'eu-west-1a' },
          { cidrBlock: '10.0.2.0/24', availabilityZone: 'eu-west-1b' },
        ],
      },
    });
    const { cost } = between(elsewhere, elsewhere);
    expect(cost).toMatchObject({ isPriced: false, lines: [], monthlyAfter: 0 });
    expect(cost.usage).toContain('logs: what is taken in, and what is kept');
  });

  it('says what becomes reachable from where', () => {
    const open = environmentConfig({
      network: {
        ...plain.network,
        ingress: [{ description: 'Everybody', protocol: 'tcp', ports: 80, cidrBlock: '0.0.0.0/0' }],
      },
    });
    const way = { to: 'every service and task', on: 'tcp 80', because: 'security group' };
    const { there, back } = bothWays(plain, open);
    expect(there.reach).toMatchObject({
      gained: [{ ...way, from: '0.0.0.0/0' }],
      lost: [{ ...way, from: '192.168.0.0/16' }],
    });
    expect(back.reach).toMatchObject({ gained: there.reach.lost, lost: there.reach.gained });
  });

  it('knows whom the load balancer leads to, and what stands between subnets and the internet', () => {
    const { reach } = between(full, full);
    expect(reach.kept).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ from: 'the internet', to: 'load balancer' }),
        { from: 'load balancer', to: 'api', on: 'tcp 8080', because: 'security group' },
        {
          from: 'host api.example.com or shop.example.com and path /api/*',
          to: 'api',
          on: 'listener 443',
          because: 'route of the load balancer',
        },
        {
          from: 'subnet 10.0.16.0/20',
          to: '0.0.0.0/0',
          on: 'through the NAT gateway',
          because: 'route of the network',
        },
      ]),
    );
  });

  it('knows the load balancer of another environment, which costs nothing here', () => {
    const [, sharer] = synthesize({ shop, billing });
    const { reach, cost } = makeReview({
      environment: { ...billing, name: 'billing' },
      compared: { from: 'configurations', base: 'main' },
      change: changeFromConfigurations({}, sharer?.terraform),
      plannedChanges: [],
      outputs: [],
      secrets: WITHOUT_CREDENTIALS,
    });
    expect(reach.gained).toEqual(
      expect.arrayContaining([
        { from: 'load balancer', to: 'every service and task', on: 'tcp 3000', because: 'security group' },
        {
          from: 'host billing.example.com',
          to: 'invoices',
          on: 'listener 443',
          because: 'route of the load balancer',
        },
      ]),
    );
    expect(cost.lines.map(({ what }) => what).filter((what) => what.includes('balancer'))).toEqual([]);
  });

  it('calls a service replaced only by what is known to replace it, and leaves the rest open', () => {
    const larger = environmentConfig({ logRetentionDays: 60 });
    const logGroups = between(plain, larger).changes.filter(({ name }) => name.startsWith('log group'));
    expect(logGroups).not.toEqual([]);
    expect(logGroups.map(({ action, mayBeReplaced }) => ({ action, mayBeReplaced }))).toEqual(
      logGroups.map(() => ({ action: 'update', mayBeReplaced: true })),
    );
  });

  it('counts what each role may do besides', () => {
    const { there, back } = bothWays(plain, environmentConfig({ executeCommand: false }));
    const opens: unknown = expect.objectContaining({
      who: 'web, task role',
      action: 'ssmmessages:OpenDataChannel',
      effect: 'Allow',
    });
    expect(there.access.permissions.lost).toContainEqual(opens);
    expect(back.access.permissions.gained).toContainEqual(opens);
  });
});

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
describe('tasks that run on demand', () => {
  const [fargate, spot] = ['FARGATE', 'FARGATE_SPOT'].map((provider) => ({ capacity_provider: provider }));
  it.each([
    ['all without Spot', 3, [{ ...fargate, base: 1, weight: 1 }], 3],
    [
      'the base, and a share of the rest by weight',
      6,
      [
        { ...fargate, base: 2, weight: 1 },
        { ...spot, weight: 3 },
      ],
      3,
    ],
    ['none where all are on Spot', 4, [{ ...spot, weight: 1 }], 0],
    [
      'no more than there are',
      1,
      [
        { ...fargate, base: 2, weight: 1 },
        { ...spot, weight: 1 },
      ],
      1,
    ],
  ])('are %s', (_name, desired_count, capacity_provider_strategy, onDemand) => {
    expect(tasksOf({ desired_count, capacity_provider_strategy })).toEqual({ all: desired_count, onDemand });
  });
});
