import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { commandFailure } from '../../commands/cli/command-failure';
import { applyFailure } from '../../commands/deployment/apply-failure';
import { applyPlan } from '../../commands/plans/saved-plan';
import { initializeStack } from '../../commands/terraform/stack-terraform';
import { findTerraform } from '../../commands/terraform/terraform-binary';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { startFakeService } from '../support/operations/fake-service';
import { startProjectCheckout, type ProjectCheckout } from './support/project-checkout';

/** A service, and a task that is to succeed before each of its deployments but the first. */
const release = (image: string, desiredCount = 1) => ({
  dev: environmentConfig({
    application: 'shop',
    services: { web: serviceDefinition({ image, desiredCount, secrets: {} }) },
    tasks: { migrate: { image: 'public.ecr.aws/shop/migrate:1', size: { cpu: 256, memoryMiB: 512 } } },
    beforeDeployment: 'migrate',
  }),
});

let checkout: ProjectCheckout;

beforeAll(async () => {
  checkout = await startProjectCheckout(release('public.ecr.aws/shop/shop:1'));
});
afterAll(() => checkout.stop());

/** Runs a command while ECS tells what it never would here, where no task runs. */
async function withEcs(answers: Parameters<typeof startFakeService>[0], ...args: [string, ...string[]]) {
  const ecs = await startFakeService(answers, checkout.aws.endpoint);
  const { processEnvironment } = checkout;
  processEnvironment.AWS_ENDPOINT_URL_ECS = ecs.endpoint;
  const { exitCode, all } = await checkout.command(...args);
  delete processEnvironment.AWS_ENDPOINT_URL_ECS;
  ecs.stop();
  return { exitCode, all };
}

/** The task that runs before a deployment has ended. */
const ended = (exitCode: number) => ({
  tasks: [{ taskArn: 'arn:task/1', lastStatus: 'STOPPED', containers: [{ name: 'migrate', exitCode }] }],
});

/** Which task definition the service runs. */
async function deployed(): Promise<string | undefined> {
  const command = new DescribeServicesCommand({ cluster: 'shop-dev', services: ['shop-dev-web'] });
  return (await checkout.clients.ecs.send(command)).services?.[0]?.taskDefinition;
}

/** What another deployment does to the state. */
function changeState(): void {
  const file = join(checkout.directory, '.terraform-state', 'dev.tfstate');
  const state = JSON.parse(readFileSync(file, 'utf8')) as { readonly serial: number };
  writeFileSync(file, JSON.stringify({ ...state, serial: state.serial + 1 }));
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a deployment that was asked to end by %s has Terraform write its state',
  async (signal) => {
    const deploying = checkout.command('deploy', 'dev', '--yes');
    let isAsked = false;
    deploying.all.on('data', (text: Buffer) => {
      if (!isAsked && /aws_\S+: Creation complete/.test(text.toString())) {
        // Not its own kill, which would not let it end.
        isAsked = process.kill(deploying.pid ?? 0, signal);
      }
    });
    const interrupted = await deploying;
    expect([interrupted.exitCode, interrupted.all]).toEqual([
      130,
      expect.stringContaining('Running it again continues: npm run deploy -- dev'),
    ]);
  },
);

test('a deployment that was interrupted is continued by the next', async () => {
  // The provider gives up requests that it has sent, so AWS may have created something of which the state knows nothing.
  expect(await checkout.command('recover', 'dev', '--import', '--yes')).toMatchObject({ exitCode: 0 });
  const { exitCode, all } = await checkout.command('deploy', 'dev', '--yes');
  expect([exitCode, all]).toEqual([0, expect.stringMatching(/web: deployed: 1 new task\. \(ecs-svc\/\d+\)/)]);
  expect(all).toContain('migrate is left out, because nothing is deployed yet in which it could run.');
});

describe('the next release', () => {
  const reviewed = () => join(checkout.directory, 'review.json');
  const deploy = (exitCode: number) =>
    withEcs({ DescribeTasks: () => ended(exitCode) }, 'deploy', 'dev', '--plan', reviewed());
  let first: string | undefined;

  test('is not deployed if the task before it fails', async () => {
    first = await deployed();
    await checkout.configure(release('public.ecr.aws/shop/shop:2'));
    const review = await checkout.command('review', 'dev', '--json');
    expect(review).toMatchObject({ exitCode: 1 });
    writeFileSync(reviewed(), review.stdout);
    const { exitCode, all } = await deploy(3);
    expect([exitCode, all]).toEqual([1, expect.stringContaining('migrate failed: migrate ended with code 3.')]);
    expect(await deployed()).toBe(first);
  });

  test('is not deployed by a plan that is older than the state', async () => {
    const { directory, processEnvironment } = checkout;
    const stack = join(directory, 'cdktf.out', 'stacks', 'dev');
    const terraform = await initializeStack({
      ...{ projectDirectory: directory, directory: stack, processEnvironment },
      terraform: await findTerraform(processEnvironment),
    });
    changeState();
    const failure = commandFailure(await applyPlan({ terraform, file: 'plan' }).catch((error: unknown) => error));
    const environment = { ...release('public.ecr.aws/shop/shop:2').dev, name: 'dev' };
    expect(applyFailure(failure, stack, environment)).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('The plan is stale') as unknown,
    });
    expect(await deployed()).toBe(first);
  });

  test('is deployed by the reviewed plan', async () => {
    const { exitCode, all } = await deploy(0);
    const { hash } = JSON.parse(readFileSync(reviewed(), 'utf8')) as { readonly hash: string };
    expect([exitCode, all]).toEqual([0, expect.stringContaining(`plan ${hash} was applied`)]);
    expect(await deployed()).not.toBe(first);
  });

  test('leaves nothing to do, which is not the reviewed plan', async () => {
    const { exitCode, stdout } = await checkout.command('deploy', 'dev', '--plan', reviewed());
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('This one changes nothing')]);
  });
});

// It has no other task definition, so Terraform sees the service steady with the one that it asked for.
test('a forced deployment from which ECS went back is not taken for one that succeeded', async () => {
  await checkout.configure(release('public.ecr.aws/shop/shop:2', 2));
  const statusReason = 'ECS deployment circuit breaker: tasks failed to start.';
  const undone = { serviceDeploymentArn: 'arn:2', status: 'ROLLBACK_SUCCESSFUL', statusReason };
  const answers = {
    ...{ DescribeTasks: () => ended(0), ListTasks: () => ({ taskArns: [] }) },
    ListServiceDeployments: (_: object, call: number) => ({ serviceDeployments: call === 1 ? [] : [undone] }),
    DescribeServiceDeployments: () => ({ serviceDeployments: [undone] }),
  };
  const { exitCode, all } = await withEcs(answers, 'deploy', 'dev', '--yes');
  expect(all).toMatch(/aws_ecs_service\S+: Modifications complete/);
  expect([exitCode, all]).toEqual([
    1,
    expect.stringContaining(`web: the deployment failed, and ECS goes back to the previous one. ${statusReason}`),
  ]);
});

describe('npm run explain', () => {
  test('tells that the last deployment succeeded', async () => {
    const { exitCode, all } = await checkout.command('explain', 'dev', 'web');
    expect([exitCode, all]).toEqual([0, expect.stringMatching(/^web: the last deployment of .+ succeeded\.$/)]);
  });

  test('tells that ECS went back, and why', async () => {
    const createdAt = Date.now() / 1000 - 600;
    const statusReason = 'ECS deployment circuit breaker: tasks failed to start.';
    const deployment = { createdAt, status: 'ROLLBACK_SUCCESSFUL', statusReason };
    const answers = { DescribeServiceDeployments: () => ({ serviceDeployments: [deployment] }) };
    const { exitCode, all } = await withEcs(answers, 'explain', 'dev', 'web');
    expect([exitCode, all]).toEqual([
      1,
      expect.stringContaining(`failed, and ECS went back to the previous release.\n  ECS says: ${statusReason}`),
    ]);
  });
});
