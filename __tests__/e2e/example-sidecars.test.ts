import { readFileSync } from 'node:fs';
import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { processEnvironment } from './support/process-environment';
import { rehearseExample, type RehearsedExample } from './support/rehearsed-example';

let example: RehearsedExample;

beforeAll(async () => {
  example = await rehearseExample('sidecars');
});
afterAll(() => example.stop());

const web = () => example.rehearsal.services[0];

test('the containers run in the declared order, and the application finds what the one before it has written', () => {
  expect(web()?.sidecars.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['log-router', 'notRun'],
    ['settings', 'ended'],
    ['metrics', 'notRun'],
  ]);
  const settings = processEnvironment(web()?.pid).SETTINGS_FILE ?? '';
  expect(JSON.parse(readFileSync(settings, 'utf8'))).toEqual({ licensed: true });
});

test('a scheduled task runs after the container that it waits for, and ends', () => {
  expect(example.rehearsal.scheduledTasks).toMatchObject([
    { name: 'report', output: '{"licensed":true}', sidecars: [{ name: 'settings', outcome: 'ended' }] },
  ]);
});

test('each container has its own secrets in its environment, and no other’s', () => {
  const license = example.valueOf('/sidecars/dev/license-key');
  const values = Object.values(processEnvironment(web()?.pid));
  expect(values).toContain(example.valueOf('/sidecars/dev/session-key'));
  expect(values).not.toContain(license);
  expect(web()?.sidecars.map(({ secretNames }) => secretNames)).toEqual([['apikey'], ['LICENSE_KEY'], []]);
});

test('a command runs with what one of the containers gets, and with nothing of the others', async () => {
  const exec = (...words: string[]) => example.secrets(['exec', 'dev', 'web', ...words]);
  const printed = await exec('settings', '--', 'sh', '-c', 'printf %s "$LICENSE_KEY/$SESSION_KEY"');
  expect(printed).toMatchObject({ exitCode: 0, stdout: `${example.valueOf('/sidecars/dev/license-key')}/` });
  const application = await exec('--', 'sh', '-c', 'printf %s "$LICENSE_KEY/$SESSION_KEY"');
  expect(application).toMatchObject({ exitCode: 0, stdout: `/${example.valueOf('/sidecars/dev/session-key')}` });
  const misspelt = await exec('setings', '--', 'true');
  expect(misspelt.exitCode).toBe(2);
  expect(misspelt.stderr).toContain('web has no container "setings"; did you mean "settings"?');
});

test('what is deployed routes the logs with a secret option, and has read-only roots but for the one that says otherwise', async () => {
  const { taskDefinition } = await example.rehearsal.session.clients.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: web()?.taskDefinitionArn }),
  );
  const containers = new Map(taskDefinition?.containerDefinitions?.map((container) => [container.name, container]));
  const { logDriver, secretOptions } = containers.get('web')?.logConfiguration ?? {};
  expect(logDriver).toBe('awsfirelens');
  expect(secretOptions?.map(({ name, valueFrom }) => [name, valueFrom?.replace(/^.*:/, '')])).toEqual([
    ['apikey', 'parameter/sidecars/dev/datadog/api-key'],
  ]);
  expect(containers.get('log-router')).toMatchObject({
    firelensConfiguration: { type: 'fluentbit' },
    logConfiguration: { logDriver: 'awslogs', options: { mode: 'non-blocking' } },
  });
  const writable = [...containers.values()].filter(({ readonlyRootFilesystem }) => readonlyRootFilesystem !== true);
  expect(writable.map(({ name }) => name)).toEqual(['metrics']);
});

test('is destroyed without a trace', async () => {
  expect(await example.destroy()).toEqual([]);
});
