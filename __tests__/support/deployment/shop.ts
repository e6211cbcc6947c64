import { ECRClient, type DescribeImagesCommandOutput } from '@aws-sdk/client-ecr';
import type { Deployment, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { DeployTools } from '../../../commands/deployment/deploy';
import { runDeploy } from '../../../commands/deployment/deploy-program';
import type { SavedPlan } from '../../../commands/plans/saved-plan';
import { parsePlan } from '../../../commands/plans/terraform-plan';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { capturing } from '../captured-output';
import { environmentConfig, serviceDefinition } from '../environment-config';
import { fakeSession, type Answers } from '../secrets/fake-aws';

export const HASH = '0123456789abcdef';

/** A service, and a task that is to succeed before each of its deployments. */
export const shop = environmentConfig({
  application: 'shop',
  services: { web: serviceDefinition({ image: 'shop:2', secrets: {} }) },
  tasks: { migrate: { image: 'shop:2', size: { cpu: 256, memoryMiB: 512 } } },
});

/** A change as Terraform plans it. */
export const change = (type: string, name: string, actions: readonly string[], after: object | null) => ({
  ...{ address: `${type}.${name}`, mode: 'managed', type, name },
  change: { actions, before: actions.includes('create') ? null : {}, after },
});

export const webChanges = change('aws_ecs_service', 'web', ['update'], { name: 'shop-dev-web' });

export function savedPlan(changes: readonly object[], hash = HASH, directory = '/nowhere'): SavedPlan {
  const plan = parsePlan(JSON.stringify({ resource_changes: changes }));
  const terraform = { name: 'terraform', product: 'Terraform', version: '1.11.4' } as const;
  return {
    ...{ plan, hash, file: 'plan' },
    terraform: { directory, terraform, provider: '', run: () => Promise.reject(new Error('It is a fake.')) },
  };
}

/** What ECS tells of the service, which tests change while Terraform is at work. */
export interface World {
  deployments: Deployment[];
  events: { readonly createdAt: Date; readonly message: string }[];
  /** The last deployment, as ECS remembers it. */
  history: ServiceDeployment[];
}

export const previous: Deployment = {
  ...{ id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'COMPLETED' },
  ...{ createdAt: new Date('2026-01-01T00:00:00Z'), desiredCount: 2, runningCount: 2 },
};

/** The history has ids of its own. */
export const firstInHistory: ServiceDeployment = { serviceDeploymentArn: 'arn:deployment/1', status: 'SUCCESSFUL' };

export const own = (rest: Deployment): Deployment => ({
  ...{ id: 'ecs-svc/2', status: 'PRIMARY', createdAt: new Date(), desiredCount: 2, runningCount: 2 },
  ...rest,
});

export const failed = own({
  ...{ status: 'ACTIVE', rolloutState: 'FAILED', failedTasks: 3, runningCount: 0 },
  rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
});

/**
 * A forced deployment and its rollback have the same task definition: only the ids differ.
 *
 * @see https://github.com/aws-actions/amazon-ecs-deploy-task-definition/pull/860
 */
export const rollback: Deployment = {
  ...{ ...previous, id: 'ecs-svc/3', rolloutState: 'IN_PROGRESS' },
  rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.',
};

export interface ShopDeployment {
  readonly args?: readonly string[];
  readonly config?: EnvironmentConfig;
  readonly plan?: SavedPlan;
  /** Terraform at work. @default - it succeeds, and so does ECS */
  readonly apply?: (world: World, settings: Parameters<DeployTools['apply']>[1]) => Promise<unknown>;
  readonly answers?: Answers;
  /** What the registry has of an image. @default - the image */
  readonly describeImages?: () => Partial<DescribeImagesCommandOutput>;
  readonly ask?: DeployTools['ask'];
  readonly projectDirectory?: string;
}

/** Runs `npm run deploy -- dev` with a plan, a Terraform and an AWS that are made up. */
export async function deployShop({
  args = ['--yes'],
  config = shop,
  plan = savedPlan([webChanges]),
  apply = (world) => Promise.resolve((world.deployments = [own({ rolloutState: 'COMPLETED' })])),
  answers = {},
  describeImages = () => ({ imageDetails: [{ imageDigest: 'sha256:1' }] }),
  ask,
  projectDirectory = '/nowhere',
}: ShopDeployment = {}) {
  const world: World = { deployments: [previous], events: [], history: [firstInHistory] };
  const alarms = { alarms: { alarmNames: ['shop-dev-web-errors'], enable: true, rollback: true } };
  const { session, calls } = fakeSession(
    { ...config, name: 'dev' },
    {
      DescribeServicesCommand: () => ({
        services: [{ status: 'ACTIVE', desiredCount: 2, deploymentConfiguration: alarms, ...world }],
      }),
      DescribeAlarmsCommand: () => ({ MetricAlarms: [] }),
      ListTasksCommand: () => ({ taskArns: [] }),
      DescribeServiceDeploymentsCommand: () => ({ serviceDeployments: world.history }),
      ListServiceDeploymentsCommand: () => ({ serviceDeployments: [{ serviceDeploymentArn: 'arn:deployment' }] }),
      StopServiceDeploymentCommand: () => {
        world.deployments = [rollback, failed];
        return {};
      },
      ...answers,
    },
  );
  const ecr = new ECRClient({ region: session.location.region });
  ecr.middlewareStack.add(
    () => () => Promise.resolve({ output: { $metadata: {}, ...describeImages() }, response: {} }),
    {
      step: 'initialize',
    },
  );
  const applied: SavedPlan[] = [];
  const tools: DeployTools = {
    ...{ projectDirectory, processEnvironment: {}, ask },
    session: () => Promise.resolve(session),
    registry: () => Promise.resolve({ ecr, location: session.location }),
    plan: () => Promise.resolve(plan),
    apply: (saved, settings) => {
      applied.push(saved);
      return apply(world, settings);
    },
  };
  const ended = await capturing(() => runDeploy({ dev: config }, ['dev', ...args], tools));
  return { ...ended, calls, applied, commands: calls.map(({ command }) => command) };
}
