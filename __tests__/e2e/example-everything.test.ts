import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { waitUntil } from '../../commands/processes/wait-until';
import { placedName } from '../../lib/secrets/secret-location';
import { processEnvironment } from './support/process-environment';
import { rehearseExample, telltales, type RehearsedExample } from './support/rehearsed-example';

let example: RehearsedExample;

beforeAll(async () => {
  example = await rehearseExample('everything');
});
afterAll(() => example.stop());

const service = (name: string) => {
  const found = example.rehearsal.services.find((candidate) => candidate.name === name);
  return { environment: processEnvironment(found?.pid), files: found?.files ?? [] };
};
const jsonKey = (storedName: string, key: string) =>
  (JSON.parse(example.valueOf(storedName)) as Record<string, unknown>)[key];

test('a service has its parameters, keys of a secret, and what somebody else owns, in variables', () => {
  const { environment } = service('web');
  expect(environment).toMatchObject({
    SESSION_KEY: example.valueOf('/everything/dev/session-key'),
    DATABASE_USER: jsonKey('everything/dev/database', 'user'),
    DATABASE_PASSWORD: jsonKey('everything/dev/database', 'password'),
    LICENSE_KEY: example.valueOf('/shared/license-key'),
    VIRGINIA_LICENSE_KEY: example.valueOf('us-east-1:/shared/license-key'),
    ENDPOINT: example.valueOf('/shared/endpoint'),
  });
  expect(environment.DATABASE_USER).not.toBe(environment.DATABASE_PASSWORD);
});

test('another service that uses the same parameter has the same value, and nothing of the first besides', () => {
  const { environment } = service('search');
  expect(environment).toMatchObject({
    SESSION_KEY: service('web').environment.SESSION_KEY,
    PARTNER: example.valueOf('shared/partner'),
    VIRGINIA_PARTNER: example.valueOf('us-east-1:shared/partner'),
    PAYMENT_TOKEN: jsonKey('arn:aws:secretsmanager:ap-northeast-1:444455556666:secret:shared/payment-AbCdEf', 'token'),
    API_URL: example.valueOf('/everything/dev/feature/search/api-url'),
    API_KEY: example.valueOf('/everything/dev/feature/search/api-key'),
  });
  const others = ['DATABASE_USER', 'DATABASE_PASSWORD', 'LICENSE_KEY', 'TLS_KEY_FILE'];
  expect(Object.keys(environment)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(`^(${others.join('|')})$`)]),
  );
});

test('a file contains exactly the value, for nobody but its user, and the value is in no variable', () => {
  const { environment, files } = service('web');
  const [file] = files;
  const path = environment.TLS_KEY_FILE ?? '';
  expect(file).toEqual({ variable: 'TLS_KEY_FILE', path, mode: '0400' });
  expect(readFileSync(path, 'utf8')).toBe(example.valueOf('everything/dev/tls-key'));
  // Only root can give it to the user of the task definition.
  expect(statSync(path).uid).toBe(process.getuid?.() === 0 ? 1000 : process.getuid?.());
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(Object.values(environment).join('\n')).not.toContain('PRIVATE KEY');
});

test('the scheduled task ran to its end with its file', () => {
  const [report] = example.rehearsal.scheduledTasks;
  expect(report).toMatchObject({
    name: 'report',
    secretNames: ['DATABASE'],
    files: [{ variable: 'GOOGLE_APPLICATION_CREDENTIALS', mode: '0400' }],
  });
  expect(report?.output).toContain('service account rehearsal@rehearsal.iam.gserviceaccount.com');
});

test('what is declared to be plain is a String, and what is declared to be generated looks so', async () => {
  const { ssm } = example.rehearsal.session.clients;
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/shared/endpoint' }));
  expect(Parameter).toMatchObject({ Type: 'String', Value: example.valueOf('/shared/endpoint') });
  expect(example.valueOf('/everything/dev/session-key')).toMatch(/^[A-Za-z0-9]{48}$/);
});

test('no container has the credentials with which an image is pulled', () => {
  const { username, password } = JSON.parse(example.valueOf('shared/registry')) as Record<string, unknown>;
  expect([username, password]).toEqual([expect.stringMatching(/^rehearsal-/), expect.stringMatching(/^rehearsal-/)]);
  for (const { pid } of example.rehearsal.services) {
    expect(Object.values(processEnvironment(pid)).join('\n')).not.toContain(password);
  }
});

test('the one-off task ran to its end with its secret', () => {
  expect(example.rehearsal.tasks).toMatchObject([
    { name: 'migrate', secretNames: ['DATABASE'], output: 'The schema is up to date.' },
  ]);
});

describe('npm run task', () => {
  const CLUSTER = 'everything-dev';
  const client = () => {
    const { region, embeddedAws } = example.rehearsal;
    return { region, endpoint: embeddedAws.endpoint, credentials: embeddedAws.credentials };
  };
  const start = async (args: readonly string[]) => {
    const { stdout, stderr, exitCode } = await example.task(['dev', ...args]);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const { taskArns } = JSON.parse(stdout) as { readonly taskArns: string[] };
    const { ecs } = example.rehearsal.session.clients;
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: taskArns }));
    const attachments = tasks.flatMap(({ attachments: all = [] }) => all).flatMap(({ details = [] }) => details);
    const id = attachments.find(({ name }) => name === 'networkInterfaceId')?.value ?? '';
    const describeInterface = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] });
    const { NetworkInterfaces = [] } = await new EC2Client(client()).send(describeInterface);
    return { task: tasks[0], networkInterface: NetworkInterfaces[0] };
  };

  test('starts the one-off task with another command, where a schedule starts its own', async () => {
    const command = ['node', 'src/migrate.js', '--step', '2', '--json'];
    const { task, networkInterface } = await start(['migrate', '--json', '--', ...command]);
    expect(task).toMatchObject({
      group: 'family:everything-dev-migrate',
      taskDefinitionArn: expect.stringMatching(/\/everything-dev-migrate:1$/) as unknown,
      ...{ launchType: 'FARGATE', platformVersion: 'LATEST', startedBy: 'npm-run-task' },
      overrides: { containerOverrides: [{ name: 'migrate', command }] },
    });
    const schedule = new GetScheduleCommand({ GroupName: 'everything-dev', Name: 'everything-dev-report' });
    const { Target } = await new SchedulerClient(client()).send(schedule);
    const { Subnets, SecurityGroups } = Target?.EcsParameters?.NetworkConfiguration?.awsvpcConfiguration ?? {};
    expect(networkInterface?.Groups).toMatchObject((SecurityGroups ?? []).map((GroupId) => ({ GroupId })));
    expect(Subnets).toContain(networkInterface?.SubnetId);
  });

  test('starts the scheduled task with another command', async () => {
    const { task } = await start(['report', '--json', '--command', 'ls "$HOME"']);
    expect(task).toMatchObject({
      group: 'family:everything-dev-report',
      overrides: { containerOverrides: [{ name: 'report', command: ['sh', '-c', 'ls "$HOME"'] }] },
    });
  });

  test('waits for the end of a one-off task, and shows it', async () => {
    const { ecs } = example.rehearsal.session.clients;
    const before = await ecs.send(new ListTasksCommand({ cluster: CLUSTER }));
    const waiting = example.task(['dev', 'migrate', '--wait']);
    // No task ever runs here: it ends when it is stopped.
    const stopped = await waitUntil(
      async () => {
        const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: CLUSTER }));
        const [task] = taskArns.filter((arn) => !before.taskArns?.includes(arn));
        return task !== undefined && Boolean(await ecs.send(new StopTaskCommand({ cluster: CLUSTER, task })));
      },
      { seconds: 60 },
    );
    const { stdout, stderr, exitCode } = await waiting;
    expect({ stopped, stdout, exitCode }).toEqual({ stopped: true, stdout: 'migrate succeeded.', exitCode: 0 });
    expect(stderr).toContain('Started migrate of dev, as everything-dev-migrate:1:');
  });

  test('gives a command on this machine what the one-off task gets', async () => {
    const result = await example.secrets(['exec', 'dev', 'migrate', '--', 'sh', '-c', 'printf %s "$DATABASE"']);
    expect(result).toMatchObject({ exitCode: 0, stdout: example.valueOf('everything/dev/database') });
  });

  // The last one: to moto, a revision stays the latest of its family when it is deregistered.
  test('does not start what somebody else registered', async () => {
    const { ecs } = example.rehearsal.session.clients;
    const family = 'everything-dev-migrate';
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }));
    const { containerDefinitions = [], executionRoleArn, taskRoleArn, networkMode, cpu, memory } = taskDefinition ?? {};
    const registered = await ecs.send(
      new RegisterTaskDefinitionCommand({
        ...{ family, executionRoleArn, taskRoleArn, networkMode, cpu, memory, requiresCompatibilities: ['FARGATE'] },
        containerDefinitions: containerDefinitions.map((one) => ({ ...one, command: ['sh', '-c', 'env'] })),
      }),
    );
    const { stdout, stderr, exitCode } = await example.task(['dev', 'migrate']);
    await ecs.send(
      new DeregisterTaskDefinitionCommand({ taskDefinition: registered.taskDefinition?.taskDefinitionArn }),
    );
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain('migrate is deployed otherwise than it is declared');
    expect(stderr).toContain('command is ["sh", "-c", "env"], declared is ["sh", "-c", "test -n');
  });
});

test('check finds nothing, neither in metadata nor in values', async () => {
  const { stdout, exitCode } = await example.secrets(['check', 'dev', '--deep', '--json']);
  expect({ exitCode, ...(JSON.parse(stdout) as object) }).toMatchObject({ exitCode: 0, findings: [], unchecked: [] });
});

test('generate replaces what is named, shows nothing of it, and has nothing to do for what is missing', async () => {
  const missing = await example.secrets(['generate', 'dev', '--missing', '--yes', '--json']);
  expect(JSON.parse(missing.stdout)).toMatchObject({
    written: [],
    skipped: [{ secret: '/everything/dev/session-key', reason: 'is set' }],
  });
  const { stdout, stderr, exitCode } = await example.secrets(['generate', 'dev', 'SESSION_KEY', '--yes']);
  const { ssm } = example.rehearsal.session.clients;
  const { Parameter } = await ssm.send(
    new GetParameterCommand({ Name: '/everything/dev/session-key', WithDecryption: true }),
  );
  const value = String(Parameter?.Value);
  expect({ exitCode, value }).toEqual({ exitCode: 0, value: expect.stringMatching(/^[A-Za-z0-9]{48}$/) as string });
  expect(value).not.toBe(example.valueOf('/everything/dev/session-key'));
  expect(stdout).toContain('npm run secrets -- rollout dev --changed --example everything');
  expect(`${stdout}${stderr}`).not.toContain(value);
  expect(await example.filesHolding(value)).toEqual([]);
});

test('no value of any form is left in what was synthesized, planned, logged or kept as state', async () => {
  const { inventory } = example.rehearsal.session;
  expect(inventory).toHaveLength(13);
  for (const { source, storedName } of inventory) {
    expect(await example.filesHolding(storedName)).not.toEqual([]);
    const traces = telltales(example.versionsOf(placedName(source, storedName)));
    expect(traces).not.toEqual([]);
    for (const trace of traces) {
      expect(await example.filesHolding(trace)).toEqual([]);
    }
  }
});

test('is destroyed without a trace, but for what somebody else owns', async () => {
  expect(await example.destroy()).toEqual([
    '/shared/endpoint',
    '/shared/license-key',
    'shared/partner',
    'shared/registry',
  ]);
});
