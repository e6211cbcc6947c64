import { DescribeTaskDefinitionCommand, type ContainerDefinition } from '@aws-sdk/client-ecs';
import type { ValueVersion } from '../../commands/rehearsal/generated-values';
import { processEnvironment } from './support/process-environment';
import { rehearseExample, type RehearsedExample } from './support/rehearsed-example';

/** As in the article that the example is made after. */
const FIRST: ValueVersion = {
  versionId: '80e210be-3091-49be-9e24-4add26b28249',
  value: '{"age":"18","gender":"man","twitter":"hamako9999"}',
};
const SECOND: ValueVersion = {
  versionId: '19362400-a3ca-4905-932f-eb0a2928189d',
  value: '{"age":"20","gender":"man","twitter":"hamako9999"}',
};

let example: RehearsedExample;
let deployed: readonly ContainerDefinition[];

beforeAll(async () => {
  example = await rehearseExample('secrets-manager-selectors', () => [FIRST, SECOND]);
  const { session, services } = example.rehearsal;
  const { taskDefinition } = await session.clients.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: services[0]?.taskDefinitionArn }),
  );
  deployed = taskDefinition?.containerDefinitions ?? [];
});
afterAll(() => example.stop());

describe('the application gets', () => {
  test.each([
    ['WHOLE', '[ARN]', SECOND.value],
    ['AGE', '[ARN]:age::', '20'],
    ['GENDER', '[ARN]:gender::', 'man'],
    ['TWITTER', '[ARN]:twitter::', 'hamako9999'],
    ['PREVIOUS', '[ARN]::AWSPREVIOUS:', FIRST.value],
    ['CURRENT', '[ARN]::AWSCURRENT:', SECOND.value],
    ['PREVIOUS_AGE', '[ARN]:age:AWSPREVIOUS:', '18'],
    ['SECOND_VERSION', '[ARN]:::19362400-a3ca-4905-932f-eb0a2928189d', SECOND.value],
    ['FIRST_VERSION', '[ARN]:::80e210be-3091-49be-9e24-4add26b28249', FIRST.value],
  ])('in %s, for %s, what the table says', (variable, valueFrom, expected) => {
    const secret = deployed[0]?.secrets?.find(({ name }) => name === variable);
    expect(secret?.valueFrom?.replace(/^arn:.*:secret:[\w/]+-\w{6}/, '[ARN]')).toBe(valueFrom);
    expect(processEnvironment(example.rehearsal.services[0]?.pid)[variable]).toBe(expected);
  });

  test('nothing besides', () => {
    const { variables = [], secretNames = [] } = example.rehearsal.services[0] ?? {};
    expect(variables.filter((name) => !secretNames.includes(name))).toEqual(['REQUIRED_VARIABLES']);
    expect(secretNames).toHaveLength(9);
  });
});

test('a task that starts after an update has the old value as AWSPREVIOUS, and a version id still names its version', async () => {
  const printed = ['PREVIOUS_AGE', 'AGE', 'FIRST_VERSION', 'SECOND_VERSION'];
  await example.secrets(['set', 'dev', 'user', '--json-key', 'age', '--yes'], { input: '21' });
  const { stdout, exitCode } = await example.secrets([
    ...['exec', 'dev', 'web', '--', 'node', '-p'],
    `JSON.stringify(${JSON.stringify(printed)}.map((name) => process.env[name]))`,
  ]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual(['20', '21', FIRST.value, SECOND.value]);
});

test('no value is left in what was synthesized, planned, logged or kept as state', async () => {
  expect(await example.filesHolding('secrets_manager_selectors/dev/user')).not.toEqual([]);
  expect(await example.filesHolding('hamako9999')).toEqual([]);
});

test('is destroyed without a trace', async () => {
  expect(await example.destroy()).toEqual([]);
});
