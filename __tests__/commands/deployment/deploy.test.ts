import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment } from '@aws-sdk/client-ecs';
import { CommandFailure } from '../../../commands/cli/command-failure';
import { stallMessage } from '../../../commands/terraform/terraform-failure';
import { parameter } from '../../../lib/secrets/secret-source';
import {
  change,
  deployShop,
  failed,
  HASH,
  own,
  previous,
  rollback,
  savedPlan,
  shop,
  webChanges,
} from '../../support/deployment/shop';
import { serviceDefinition } from '../../support/environment-config';
import { awsError } from '../../support/secrets/fake-aws';

// No test waits for the next look.
jest.mock('node:timers/promises', () => ({
  setTimeout: (_milliseconds: number, value: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) =>
      setImmediate(() => (signal?.aborted ? reject(new Error('aborted')) : resolve(value))),
    ),
}));

/** Long enough for ECS to be asked so many times. */
const looks = async (count: number) => {
  for (let turn = 0; turn < count * 10; turn += 1) {
    await new Promise(setImmediate);
  }
};

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'deploy-'))));
afterEach(() => rmSync(directory, { recursive: true }));

const file = (name: string, content: object) => {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

describe('a deployment', () => {
  it('applies exactly the plan that was made, and follows the new deployment of the service until it is done', async () => {
    const plan = savedPlan([webChanges, change('aws_sqs_queue', 'old', ['delete'], null)]);
    const { exitCode, stdout, stderr, applied } = await deployShop({ plan });
    expect([exitCode, applied]).toEqual([0, [plan]]);
    expect(stderr).toContain(`dev, plan ${HASH}: 0 to create, 1 to change, 0 to replace, 1 to destroy`);
    expect(stderr).toContain('destroyed: aws_sqs_queue.old');
    expect(stdout).toBe(`web: deployed: 2 new tasks. (ecs-svc/2)\ndev: plan ${HASH} was applied.\n`);
  });

  it('tells every five minutes what Terraform is still waiting for', async () => {
    const { stderr } = await deployShop({
      apply: (_, { onLine }) => {
        for (const elapsed of ['20s', '4m50s', '5m1s', '5m11s', '10m50s', '1h15m0s']) {
          onLine?.(`aws_lb.shop: Still creating... [${elapsed} elapsed]`);
        }
        return Promise.resolve();
      },
    });
    expect(
      [...stderr.matchAll(/Terraform: aws_lb\.shop: Still creating\.\.\. \[(\w+) elapsed\]/g)].map(([, at]) => at),
    ).toEqual(['5m1s', '1h15m0s']);
  });

  it('has nothing to do with an empty plan', async () => {
    const { exitCode, stdout, applied } = await deployShop({ plan: savedPlan([]) });
    expect([exitCode, applied]).toEqual([0, []]);
    expect(stdout).toBe('dev is deployed as it is declared: nothing to do.\n');
  });

  // What nobody can confirm is not done: neither --yes nor a reviewed plan.
  it('is refused where nobody can confirm it', async () => {
    const { exitCode, stderr, commands } = await deployShop({ args: [] });
    expect([exitCode, commands]).toEqual([2, []]);
    expect(stderr).toContain('Use --yes');
  });

  it('tells programs the result as JSON', async () => {
    const { stdout } = await deployShop({ args: ['--yes', '--json'] });
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ environment: 'dev', outcome: 'deployed', plan: HASH, findings: [] },
      work: { change: ['aws_ecs_service.web'] },
      services: [{ service: 'web', outcome: 'completed', deployment: 'ecs-svc/2', desiredTasks: 2 }],
    });
  });

  // https://github.com/aws-actions/amazon-ecs-deploy-task-definition/pull/191
  it('of no task is not taken for a sign that the release works', async () => {
    const { exitCode, stdout } = await deployShop({
      apply: (world) => Promise.resolve((world.deployments = [own({ rolloutState: 'COMPLETED', desiredCount: 0 })])),
    });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('nothing shows yet that one can start')]);
  });
});

describe('what is looked at before', () => {
  const config = { ...shop, services: { web: serviceDefinition({ secrets: { TOKEN: parameter('token') } }) } };
  const noParameter = { DescribeParametersCommand: () => ({ Parameters: [] }) };

  it('refuses a deployment whose tasks could not start, and plans nothing', async () => {
    const { exitCode, stdout, applied } = await deployShop({ config, answers: noParameter });
    expect([exitCode, applied]).toEqual([1, []]);
    expect(stdout).toContain('/shop/dev/token does not exist');
    expect(stdout).toContain('--despite-findings');
  });

  it('is shown, and does not keep from deploying, with --despite-findings', async () => {
    const args = ['--yes', '--despite-findings'];
    const { exitCode, stderr, applied } = await deployShop({ config, args, answers: noParameter });
    expect([exitCode, applied.length]).toEqual([0, 1]);
    expect(stderr).toContain('/shop/dev/token does not exist');
  });

  it('includes the images, of which none may be missing', async () => {
    const { exitCode, stdout, applied } = await deployShop({
      describeImages: () => {
        throw awsError('ImageNotFoundException');
      },
    });
    expect([exitCode, applied]).toEqual([1, []]);
    expect(stdout).toMatch(/^\S*shop:2 \(.*web.*\) is not in the registry of 123456789012/);
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
  it('includes the alarms that are on already, which ECS then does not watch', async () => {
    const MetricAlarms = [{ AlarmName: 'shop-dev-web-errors' }];
    const { exitCode, stderr, calls } = await deployShop({
      answers: { DescribeAlarmsCommand: () => ({ MetricAlarms }) },
    });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('The alarm shop-dev-web-errors is on already, so ECS does not watch it');
    expect(calls.find(({ command }) => command === 'DescribeAlarmsCommand')?.input).toEqual({
      ...{ AlarmNames: ['shop-dev-web-errors'], StateValue: 'ALARM' },
    });
  });

  it('is not lost where the alarms may not be looked at', async () => {
    const { exitCode, stderr } = await deployShop({
      answers: {
        DescribeAlarmsCommand: () => {
          throw awsError('AccessDenied');
        },
      },
    });
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('The credentials need cloudwatch:DescribeAlarms')]);
  });

  it('includes a state that Terraform could not save, which is brought to its place first', async () => {
    mkdirSync(join(directory, 'cdktf.out', 'stacks', 'dev'), { recursive: true });
    file('cdktf.out/stacks/dev/errored.tfstate', {});
    const { exitCode, stderr, applied } = await deployShop({ projectDirectory: directory });
    expect([exitCode, applied]).toEqual([2, []]);
    expect(stderr).toContain('state push errored.tfstate');
  });
});

describe('a reviewed plan', () => {
  it('needs no further confirmation, given by its hash or as its review', async () => {
    expect((await deployShop({ args: ['--plan', HASH] })).exitCode).toBe(0);
    const review = file('review.json', { environment: 'dev', hash: HASH, more: true });
    expect((await deployShop({ args: ['--plan', review] })).exitCode).toBe(0);
  });

  it('is the only one that is applied; of another, all that it changes is shown', async () => {
    const { exitCode, stdout, applied } = await deployShop({ args: ['--plan', 'fedcba9876543210'] });
    expect([exitCode, applied]).toEqual([1, []]);
    expect(stdout).toContain(
      `The reviewed plan is fedcba9876543210. This one is ${HASH}:\n  update aws_ecs_service.web`,
    );
    expect(stdout).toContain('npm run review -- dev');
  });

  it.each([
    [['update aws_ecs_service.web'], 'The same resources change, but to other values.'],
    [
      ['create aws_vpc.x'],
      'only in the reviewed plan: create aws_vpc.x\n  only in this plan: update aws_ecs_service.web',
    ],
    [['delete,create aws_vpc.x', 'update aws_ecs_service.web'], 'only in the reviewed plan: replace aws_vpc.x'],
  ])('of which the changes are known is compared: %j', async (plannedChanges, difference) => {
    const review = file('review.json', { environment: 'dev', hash: 'fedcba9876543210', plannedChanges });
    const { exitCode, stdout, applied } = await deployShop({ args: ['--plan', review] });
    expect([exitCode, applied]).toEqual([1, []]);
    expect(stdout).toContain(difference);
  });

  it('is refused, too, where nothing is left to do: it may be of another release', async () => {
    const review = file('review.json', { environment: 'dev', hash: HASH, plannedChanges: ['create aws_vpc.x'] });
    const plan = savedPlan([], 'fedcba9876543210');
    const { exitCode, stdout, applied } = await deployShop({ args: ['--plan', review], plan });
    expect([exitCode, applied]).toEqual([1, []]);
    expect(stdout).toContain('only in the reviewed plan: create aws_vpc.x\n  This one changes nothing: either');
  });

  it.each<[string, () => string, string]>([
    ['too short a hash', () => '0123456789abcde', 'is neither a hash nor a file'],
    ['a hash in capitals', () => '0123456789ABCDEF', 'is neither a hash nor a file'],
    ['a file that is no review', () => file('x.json', { hash: 'x' }), 'is not a review'],
    ['the review of another environment', () => file('x.json', { environment: 'prod', hash: HASH }), 'not of dev'],
  ])('cannot be %s', async (_, given, message) => {
    const { exitCode, stderr, commands } = await deployShop({ args: ['--plan', given()] });
    expect([exitCode, commands, stderr]).toEqual([2, [], expect.stringContaining(message)]);
  });

  // https://developer.hashicorp.com/terraform/cli/commands/apply#saved-plan-mode
  it('that went stale after it was made is refused by Terraform, and that is said', async () => {
    const { exitCode, stdout } = await deployShop({
      apply: () => Promise.reject(new CommandFailure('Error: Saved plan is stale')),
    });
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringContaining('somebody else has deployed. Terraform changed nothing.'),
    ]);
  });
});

describe('a deployment that fails', () => {
  const stopped = {
    ...{ taskArn: 'arn:aws:ecs:ap-northeast-1:123456789012:task/shop-dev/9', startedBy: 'ecs-svc/2' },
    ...{ lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', containers: [{ name: 'web', exitCode: 127 }] },
  };
  const tasks = {
    ListTasksCommand: () => ({ taskArns: [stopped.taskArn] }),
    DescribeTasksCommand: () => ({ tasks: [stopped] }),
  };

  it('is exit status 1 with the reasons of its own tasks, although Terraform saw a steady service', async () => {
    const { exitCode, stdout } = await deployShop({
      apply: (world) => Promise.resolve((world.deployments = [rollback, failed])),
      answers: tasks,
    });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('web: the deployment failed, and ECS goes back to the previous one.');
    expect(stdout).toContain('tasks failed to start. (ecs-svc/2)\n  1 task stopped: web ended with code 127');
    expect(stdout).not.toContain('was applied');
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
  describe('of which ECS shows only afterwards that it went back, when the service is steady again', () => {
    const statusReason = 'ECS deployment circuit breaker: tasks failed to start.';
    const undone = { serviceDeploymentArn: 'arn:deployment/2', status: 'ROLLBACK_SUCCESSFUL', statusReason } as const;

    it.each<[string, Deployment]>([
      ['another deployment, which is complete', own({ rolloutState: 'COMPLETED' })],
      ['the deployment before', previous],
    ])('is exit status 1: the service has %s', async (_, deployment) => {
      const { exitCode, stdout } = await deployShop({
        apply: (world) => Promise.resolve(Object.assign(world, { deployments: [deployment], history: [undone] })),
        answers: tasks,
      });
      expect(exitCode).toBe(1);
      expect(stdout).toContain(`web: the deployment failed, and ECS goes back to the previous one. ${statusReason}`);
    });

    it('is exit status 1, and so was going back', async () => {
      const history = [{ ...undone, status: 'ROLLBACK_FAILED' as const }];
      const { exitCode, stdout } = await deployShop({
        apply: (world) => Promise.resolve(Object.assign(world, { history })),
      });
      expect([exitCode, stdout]).toEqual([1, expect.stringContaining(`Going back failed, too. ${statusReason}`)]);
    });

    it('is not taken from an earlier deployment', async () => {
      const { exitCode } = await deployShop({
        answers: { DescribeServiceDeploymentsCommand: () => ({ serviceDeployments: [undone] }) },
      });
      expect(exitCode).toBe(0);
    });

    it.each(['AccessDeniedException', 'ServiceNotFoundException'])(
      'is not known where the history cannot be read: %s',
      async (code) => {
        const { exitCode } = await deployShop({
          answers: {
            ListServiceDeploymentsCommand: () => {
              throw awsError(code);
            },
          },
        });
        expect(exitCode).toBe(0);
      },
    );
  });

  it('is explained while Terraform still waits', async () => {
    const { exitCode, stdout, stderr } = await deployShop({
      apply: async (world) => {
        world.deployments = [own({ rolloutState: 'IN_PROGRESS', runningCount: 0, failedTasks: 1 }), previous];
        world.events = [{ createdAt: new Date(Date.now() + 1000), message: '(service web) has started 1 tasks' }];
        await looks(3);
        world.deployments = [rollback, failed];
        throw new CommandFailure('Error: Resource postcondition failed');
      },
      answers: tasks,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('ECS: (service web) has started 1 tasks');
    expect(stdout).toContain('1 task stopped: web ended with code 127: its command was not found.');
    expect(stdout).toContain('npm run explain -- dev web');
  });

  it('because the credentials expired says that running it again continues', async () => {
    const expired =
      'Error: creating ECS Service: api error ExpiredTokenException: The security token included in the request is expired';
    const { exitCode, stdout } = await deployShop({ apply: () => Promise.reject(new CommandFailure(expired)) });
    expect(exitCode).toBe(2);
    expect(stdout).toContain('The credentials expired during the deployment.');
    expect(stdout).toMatch(/Sign in again, .+ Running it again continues: npm run deploy -- dev/);
  });

  it('because it was killed where it waited for ever, says what the state may lack', async () => {
    const said = stallMessage({ why: 'Terraform said nothing for 10 minutes', wasKilled: true });
    const { exitCode, stdout } = await deployShop({ apply: () => Promise.reject(new CommandFailure(said)) });
    expect(exitCode).toBe(2);
    expect(stdout).toContain('Terraform said nothing for 10 minutes. It seems to wait for an answer that never comes');
    expect(stdout).toContain('The state may lack what it did last, and may be locked.');
    expect(stdout).toContain('find what is not in the state: npm run recover -- dev. Running it again continues');
  });

  it.each([
    [
      'AWS throttles',
      'exceeded maximum number of attempts, 8, api error ThrottlingException: Rate exceeded',
      /still throttles/,
    ],
    [
      'the clock is wrong',
      'api error InvalidSignatureException: Signature expired: 20250601T110000Z is now earlier than 20250601T125500Z (20250601T130000Z - 5 min.)',
      /clock of this computer is 2 hours behind/,
    ],
  ])('because %s says so, does not blame the credentials, and how it continues', async (_, says, reason) => {
    const failure = new CommandFailure(`Error: creating SSM Parameter (x): operation error SSM: PutParameter, ${says}`);
    const { exitCode, stdout } = await deployShop({ apply: () => Promise.reject(failure) });
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(reason);
    expect(stdout).toContain('Running it again continues: npm run deploy -- dev');
    expect(stdout).not.toContain('expired during the deployment');
  });

  // What a reply that was lost, or a request that was interrupted, leaves behind.
  it.each([
    'api error InvalidSubnet.Conflict: The CIDR 10.0.1.0/24 conflicts with another subnet',
    'ResourceAlreadyExistsException: The specified log group already exists',
    'EntityAlreadyExists: Role with name shop-dev-web-task already exists.',
    "api error InvalidGroup.Duplicate: The security group 'shop-dev-app' already exists",
    'api error DuplicateLoadBalancerName: A load balancer with the same name exists',
  ])('because something exists says how to import it: %s', async (message) => {
    const { exitCode, stdout } = await deployShop({ apply: () => Promise.reject(new CommandFailure(message)) });
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining('npm run recover -- dev --import')]);
  });

  // Who signs in for an hour may lose the state, too, as S3 refuses it with the same credentials.
  it('because the credentials expired, without a saved state, says so and how to bring it to its place', async () => {
    const terraformDirectory = join(directory, 'cdktf.out', 'stacks', 'dev');
    const { exitCode, stdout } = await deployShop({
      config: { ...shop, stateBackend: { type: 's3', bucket: 'shop-state' } },
      plan: savedPlan([webChanges], HASH, terraformDirectory),
      projectDirectory: directory,
      apply: () => {
        mkdirSync(terraformDirectory, { recursive: true });
        file('cdktf.out/stacks/dev/errored.tfstate', {});
        return Promise.reject(new CommandFailure('Error: api error ExpiredToken: The provided token has expired.'));
      },
    });
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      'The credentials expired during the deployment. Terraform could not save the state of dev.',
    );
    expect(stdout).toContain(`terraform -chdir=${terraformDirectory} state push errored.tfstate`);
    expect(stdout).toContain(`terraform -chdir=${terraformDirectory} force-unlock ID`);
  });

  it('because the disk is full says so, and that what was done is in the state', async () => {
    const message = 'Error: mkdir /tmp/plugin-dir1: no space left on device';
    const { exitCode, stdout } = await deployShop({ apply: () => Promise.reject(new CommandFailure(message)) });
    expect([exitCode, stdout]).toEqual([
      2,
      expect.stringContaining(
        'Free some space. What was done before is in the state. Running it again continues: npm run deploy -- dev',
      ),
    ]);
  });

  it('leaves the outcome open where AWS can no longer be asked', async () => {
    let calls = 0;
    const { exitCode, stdout } = await deployShop({
      answers: {
        DescribeServicesCommand: () => {
          calls += 1;
          if (calls > 2) {
            throw awsError('ExpiredTokenException');
          }
          return { services: [{ status: 'ACTIVE', deployments: [previous] }] };
        },
      },
    });
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining('web: the outcome is unknown.')]);
  });
});

// A lost reply to CreateVpc: the provider asks again, and Terraform knows of the second one only.
describe('what AWS created twice', () => {
  const tags = Object.entries({ application: 'shop', environment: 'dev', 'managed-by': 'cdktf', Name: 'shop-dev' });
  const vpc = (VpcId: string) => ({ VpcId, Tags: tags.map(([Key, Value]) => ({ Key, Value })) });
  const answers = {
    DescribeVpcsCommand: () => ({ Vpcs: [vpc('vpc-lost'), vpc('vpc-known')] }),
    DescribeSubnetsCommand: ({ Filters }: Record<string, unknown>) => ({
      Subnets: JSON.stringify(Filters).includes('vpc-known') ? [{}] : [],
    }),
  };
  const plan = savedPlan([webChanges, change('aws_vpc', 'network', ['create'], {})]);

  it('is named, with how to remove it, and the deployment is exit status 1', async () => {
    const { exitCode, stdout } = await deployShop({ plan, answers });
    expect([exitCode, stdout.split('\n').slice(1)]).toEqual([
      1,
      [
        `dev: plan ${HASH} was applied.`,
        'VPC vpc-lost has the tags of vpc-known (which has 1 subnet), too, and nothing uses it.',
        '  → AWS creates it twice if a reply is lost, or a deployment is killed. If nothing needs it: ' +
          'aws ec2 delete-vpc --vpc-id vpc-lost --region ap-northeast-1',
        '',
      ],
    ]);
  });

  it('is told to programs, beside that it was deployed', async () => {
    const { stdout } = await deployShop({ plan, answers, args: ['--yes', '--json'] });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'deployed', duplicates: [{ resource: 'VPC vpc-lost' }] });
  });

  it('is named after a deployment that failed, too', async () => {
    const apply = () => Promise.reject(new CommandFailure('Error: creating EC2 Subnet'));
    const { exitCode, stdout } = await deployShop({ plan, answers, apply });
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining('VPC vpc-lost has the tags of')]);
  });

  it('is not looked for if the plan creates nothing of the kind', async () => {
    const { exitCode, commands } = await deployShop();
    expect([exitCode, commands.filter((name) => name === 'DescribeVpcsCommand')]).toEqual([0, []]);
  });

  it('may be there, where it may not be looked for', async () => {
    const { exitCode, stderr } = await deployShop({
      plan,
      answers: {
        DescribeVpcsCommand: () => {
          throw awsError('UnauthorizedOperation');
        },
      },
    });
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('Look later: npm run drift -- dev')]);
  });
});

describe('an interruption', () => {
  /** Terraform that ends in an orderly way when it is asked to. */
  const untilAsked =
    (signal: NodeJS.Signals): NonNullable<Parameters<typeof deployShop>[0]>['apply'] =>
    (world, settings) =>
      new Promise((_, reject) => {
        world.deployments = [own({ rolloutState: 'IN_PROGRESS' }), previous];
        settings.signal?.addEventListener('abort', () => reject(new CommandFailure('interrupted', { exitCode: 130 })));
        setImmediate(() => process.emit(signal, signal));
      });
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s without a terminal has Terraform end, and leaves ECS at it',
    async (signal) => {
      const { exitCode, stdout, commands } = await deployShop({ apply: untilAsked(signal) });
      expect(exitCode).toBe(130);
      expect(stdout).toContain('Running it again continues: npm run deploy -- dev');
      expect(commands).not.toContain('StopServiceDeploymentCommand');
    },
  );

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stop-service-deployment.html
  it('by Ctrl-C has ECS go back, if that is what is answered', async () => {
    const { exitCode, calls } = await deployShop({
      apply: untilAsked('SIGINT'),

      ask: () => Promise.resolve('roll back'),
    });
    expect(exitCode).toBe(130);
    expect(calls).toContainEqual({
      command: 'ListServiceDeploymentsCommand',
      input: { cluster: 'shop-dev', service: 'shop-dev-web', status: ['PENDING', 'IN_PROGRESS'] },
    });
    expect(calls.find(({ command }) => command === 'StopServiceDeploymentCommand')?.input).toEqual({
      ...{ serviceDeploymentArn: 'arn:deployment', stopType: 'ROLLBACK' },
    });
  });

  it('by Ctrl-C changes nothing, if that is what is answered', async () => {
    const { exitCode, commands } = await deployShop({
      apply: async (world) => {
        process.emit('SIGINT', 'SIGINT');
        await new Promise(setImmediate);
        world.deployments = [own({ rolloutState: 'COMPLETED' })];
      },
      ask: () => Promise.resolve('go on'),
    });
    expect([exitCode, commands]).toEqual([0, expect.not.arrayContaining(['StopServiceDeploymentCommand'])]);
  });
});
