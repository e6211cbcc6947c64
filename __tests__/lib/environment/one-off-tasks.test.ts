import { file } from '../../../lib/secrets/secret-file';
import { parameter } from '../../../lib/secrets/secret-source';
import type { TaskConfig } from '../../../lib/tasks/task-config';
import { problemsWith, unchecked } from '../../support/configuration-problems';

const migrate: TaskConfig = { image: 'shop:1', size: { cpu: 256, memoryMiB: 512 } };

const problemsOfTask = (overrides: object) =>
  problemsWith({ services: {}, tasks: { migrate: unchecked({ ...migrate, ...overrides }) } }).map((problem) =>
    problem.replace('tasks.migrate.', ''),
  );

test('an environment may have one-off tasks only', () => {
  expect(problemsOfTask({})).toEqual([]);
  expect(
    problemsOfTask({
      command: ['node', 'migrate.js'],
      user: '1000:1000',
      secrets: { PASSWORD: parameter('database/password') },
      secretFiles: { CERTIFICATE: file('certificate.pem', parameter('certificate')) },
      runtimeParameters: 'database',
      taskPermissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::shop-dumps/*'] }],
    }),
  ).toEqual([]);
});

// The rules of fields, those across fields, and those that need the environment.
test.each<[object, string]>([
  [{ image: undefined }, 'image: is missing'],
  [{ image: 'Shop:1' }, 'image: "Shop:1" must have a repository in lower case'],
  [{ size: { cpu: 256, memoryMiB: 4096 } }, 'size.memoryMiB: 4096'],
  [{ command: [] }, 'command: must have at least one word'],
  [{ command: ['psql', '--password', 'canary-hunter2'] }, 'command[2]: looks like a secret'],
  [{ user: '0:0' }, 'user: "0:0" is root; say why in rootReason'],
  [{ environmentVariables: { TOKEN: 'canary-hunter2' } }, 'environmentVariables.TOKEN: looks like a secret'],
  [{ secrets: { PATH: parameter('path') } }, 'secrets.PATH: '],
  [{ secretFiles: { KEY: file('key.pem', parameter('key')) } }, 'user: is missing'],
  [{ runtimeParameters: 'databse' }, 'runtimeParameters: "databse" has no managed parameter below it'],
  [
    { taskPermissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws-cn:s3:::x/*'] }] },
    'taskPermissions[0].resources[0]: ',
  ],
  // It is started once for each request, and nothing calls it.
  [{ desiredCount: 1 }, 'desiredCount: unknown field'],
  [{ schedule: 'rate(1 day)' }, 'schedule: unknown field'],
  [{ port: 80 }, 'port: unknown field'],
  [{ healthCheck: { command: ['CMD', 'true'] } }, 'healthCheck: unknown field'],
])('a one-off task with %j is refused', (overrides, problem) => {
  expect(problemsOfTask(overrides)).toEqual([expect.stringContaining(problem)]);
});

test('the same name is a secret of the same declaration in a one-off task and a service', () => {
  const secrets = { KEY: parameter('key', { tier: 'Advanced' }) };
  const services = { web: { ...migrate, desiredCount: 1, secrets: { KEY: parameter('key') } } };
  expect(problemsWith({ services, tasks: { migrate: { ...migrate, secrets } } })).toEqual([
    expect.stringMatching(/^tasks\.migrate\.secrets\.KEY: "key" is declared twice, with tier "Advanced" here/),
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
test('the name of a one-off task leaves room for its execution role', () => {
  const problems = (length: number) => problemsWith({ tasks: { ['x'.repeat(length)]: migrate } });
  expect(problems(30)).toEqual([]);
  expect(problems(31)).toEqual([expect.stringContaining("shorten the one-off task's name by 1")]);
});

test.each(['a b', 'a.b', ''])('the name of a one-off task cannot be %j', (name) => {
  expect(problemsWith({ tasks: { [name]: migrate } })).toEqual([
    `tasks["${name}"]: "${name}" must be 1 to 255 letters, digits, "-" and "_"`,
  ]);
});

describe('what runs before a deployment', () => {
  const scheduledTasks = { report: { ...migrate, schedule: 'rate(1 day)', timeZone: 'UTC' } };
  const problems = (beforeDeployment: unknown, tasks: object | undefined = { migrate }) =>
    problemsWith(unchecked({ beforeDeployment, tasks, scheduledTasks }));

  it('is one of the tasks, or nothing', () => {
    expect(problems('migrate')).toEqual([]);
    expect(problems(undefined, undefined)).toEqual([]);
  });

  it.each<[unknown, object | undefined, string]>([
    ['migrat', { migrate }, 'beforeDeployment: "migrat" is not one of `tasks`; did you mean "migrate"?'],
    ['report', { migrate }, 'beforeDeployment: "report" is not one of `tasks`; choose "migrate"'],
    ['web', { migrate }, 'beforeDeployment: "web" is not one of `tasks`; choose "migrate"'],
    ['migrate', {}, 'beforeDeployment: "migrate" is not one of `tasks`'],
    [1, { migrate }, 'beforeDeployment: must be text'],
  ])('cannot be %j of %j', (name, tasks, problem) => {
    expect(problems(name, tasks)).toEqual([expect.stringContaining(problem)]);
  });
});
