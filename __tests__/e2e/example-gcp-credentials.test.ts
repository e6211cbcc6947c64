import { existsSync, readFileSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeTasksCommand } from '@aws-sdk/client-ecs';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { waitUntil } from '../../commands/processes/wait-until';
import { startFakeService } from '../support/operations/fake-service';
import { rehearseExample, telltales, type RehearsedExample } from './support/rehearsed-example';

const SECRET = 'gcp_credentials/dev/google-service-account';
const EXEC = ['exec', 'dev', 'export'];
/** Prints the path of its file, and stays for a while. */
const STAY = ['node', '-e', 'console.log(process.env.GOOGLE_APPLICATION_CREDENTIALS); setTimeout(() => {}, 15000)'];

let example: RehearsedExample;

beforeAll(async () => {
  example = await rehearseExample('gcp-credentials');
});
afterAll(() => example.stop());

test('the task found its credentials in a file that only its own user can read, and in no variable', () => {
  const [task] = example.rehearsal.scheduledTasks;
  const [file] = task?.files ?? [];
  expect(task?.output).toBe('service account rehearsal@rehearsal.iam.gserviceaccount.com of project rehearsal');
  expect(task).toMatchObject({ variables: ['GOOGLE_APPLICATION_CREDENTIALS'], secretNames: [] });
  expect(file).toMatchObject({ variable: 'GOOGLE_APPLICATION_CREDENTIALS', mode: '0400' });
  expect(readFileSync(file?.path ?? '', 'utf8')).toBe(example.valueOf(SECRET));
});

describe('exec', () => {
  test('gives a command what the container gets, and of the operator only what it needs to run', async () => {
    const { stdout, stderr, exitCode } = await example.secrets(
      [...EXEC, '--', 'node', '-p', 'JSON.stringify(process.env)'],
      {
        environment: { TERM: 'xterm', AWS_PROFILE: '', MY_OWN: 'variable' },
      },
    );
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const variables = JSON.parse(stdout) as NodeJS.ProcessEnv;
    expect(variables).toEqual({
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TERM: 'xterm',
      AWS_REGION: 'ap-northeast-1',
      AWS_DEFAULT_REGION: 'ap-northeast-1',
      AWS_ENDPOINT_URL: example.rehearsal.embeddedAws.endpoint,
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: 'true',
      GOOGLE_APPLICATION_CREDENTIALS: variables.GOOGLE_APPLICATION_CREDENTIALS,
    });
    expect(existsSync(dirname(variables.GOOGLE_APPLICATION_CREDENTIALS ?? ''))).toBe(false);
  });

  test('gives it the file, and passes its input, its output and its exit code through', async () => {
    const command = 'cat "$GOOGLE_APPLICATION_CREDENTIALS"; cat; exit 42';
    const result = await example.secrets([...EXEC, '--as-role', '--', 'sh', '-c', command], {
      input: ' and its input',
    });
    expect(result).toMatchObject({ exitCode: 42, stderr: '', stdout: `${example.valueOf(SECRET)} and its input` });
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('hands %s on, ends as the command does, and leaves no file', async (signal, expected) => {
    const running = example.secrets([...EXEC, '--', ...STAY]);
    const path = await firstLine(running.stdout);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    running.kill(signal);
    const { exitCode } = await running;
    expect(exitCode).toBe(expected);
    expect(existsSync(dirname(path))).toBe(false);
  });

  test('leaves no file even when it is killed', async () => {
    const running = example.secrets([...EXEC, '--', ...STAY]);
    const path = await firstLine(running.stdout);
    running.kill('SIGKILL');
    const isGone = () => Promise.resolve(!existsSync(dirname(path)));
    expect(await waitUntil(isGone, { seconds: 10 })).toBe(true);
  });

  test.each([
    [['exec', 'dev', 'exprot', '--', 'true'], 2, 'dev has no service or task "exprot"; did you mean "export"?'],
    [['exec', 'prod', 'export', '--', 'true'], 2, 'There is no environment "prod"; choose "dev"'],
    [[...EXEC, '--', 'no-such-command'], 127, 'no-such-command: command not found'],
    [[...EXEC, '--', 'app/README.md'], 126, 'app/README.md: cannot be executed'],
    [EXEC, 2, "missing required argument 'command'"],
  ])('%j ends with %i', async (args, expected, message) => {
    expect(await example.secrets(args)).toMatchObject({ exitCode: expected, stderr: message, stdout: '' });
  });
});

describe('npm run task', () => {
  const client = () => {
    const { region, embeddedAws } = example.rehearsal;
    return { region, endpoint: embeddedAws.endpoint, credentials: embeddedAws.credentials };
  };
  /** What the schedule starts, as EventBridge Scheduler tells. */
  const readTarget = async () => {
    const command = new GetScheduleCommand({ GroupName: 'gcp_credentials-dev', Name: 'gcp_credentials-dev-export' });
    const { Target } = await new SchedulerClient(client()).send(command);
    return { cluster: Target?.Arn, settings: Target?.EcsParameters, input: Target?.Input };
  };
  const start = async (environment: NodeJS.ProcessEnv = {}) => {
    const { stdout, stderr, exitCode } = await example.task(['dev', 'export', '--json'], { environment });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    return JSON.parse(stdout) as { readonly taskArns: string[] };
  };

  test('asks ECS for all that the deployed schedule says, and for nothing else', async () => {
    const { cluster, settings: { TaskDefinitionArn, TaskCount, ...settings } = {}, input } = await readTarget();
    // It would say what the containers run instead.
    expect(input).toBeUndefined();
    const ecs = await startFakeService({ RunTask: () => ({ tasks: [{ taskArn: 'started' }], failures: [] }) });
    expect(await start({ AWS_ENDPOINT_URL_ECS: ecs.endpoint })).toMatchObject({ taskArns: ['started'] });
    ecs.stop();
    expect(ecs.calls('RunTask')).toEqual([
      {
        ...(namedAsInEcs(settings) as object),
        cluster,
        taskDefinition: TaskDefinitionArn,
        count: TaskCount,
        startedBy: 'npm-run-task',
        clientToken: expect.any(String) as unknown,
      },
    ]);
  });

  test('starts a task with the task definition and in the network of the deployed schedule', async () => {
    const { cluster, settings } = await readTarget();
    const { Subnets, SecurityGroups } = settings?.NetworkConfiguration?.awsvpcConfiguration ?? {};
    const { taskArns } = await start();
    const { ecs } = example.rehearsal.session.clients;
    const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
    expect(tasks).toMatchObject([
      {
        clusterArn: cluster,
        taskDefinitionArn: settings?.TaskDefinitionArn,
        launchType: settings?.LaunchType,
        platformVersion: settings?.PlatformVersion,
        group: 'family:gcp_credentials-dev-export',
        startedBy: 'npm-run-task',
      },
    ]);
    const details = tasks?.flatMap(({ attachments = [] }) => attachments).flatMap(({ details: all = [] }) => all);
    const id = details?.find(({ name }) => name === 'networkInterfaceId')?.value ?? '';
    const describe = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] });
    const { NetworkInterfaces = [] } = await new EC2Client(client()).send(describe);
    expect(NetworkInterfaces).toMatchObject([{ Groups: SecurityGroups?.map((GroupId) => ({ GroupId })) }]);
    expect(Subnets).toContain(NetworkInterfaces[0]?.SubnetId);
  });
});

test('no value is left in what was synthesized, planned, logged or kept as state', async () => {
  const traces = telltales(example.versionsOf(SECRET));
  expect(traces.length).toBeGreaterThan(10);
  expect(await example.filesHolding(SECRET)).not.toEqual([]);
  for (const trace of traces) {
    expect(await example.filesHolding(trace)).toEqual([]);
  }
});

test('is destroyed without a trace', async () => {
  expect(await example.destroy()).toEqual([]);
});

async function firstLine(output: Readable): Promise<string> {
  let text = '';
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.includes('\n')) {
      break;
    }
  }
  return text.trim();
}

/** EventBridge Scheduler writes the names of settings with a capital letter, and ECS with a small one. */
function namedAsInEcs(settings: unknown): unknown {
  if (Array.isArray(settings)) {
    return settings.map(namedAsInEcs);
  }
  if (typeof settings !== 'object' || settings === null) {
    return settings;
  }
  const named = Object.entries(settings).map(([name, value]) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    namedAsInEcs(value),
  ]);
  return Object.fromEntries(named) as unknown;
}
