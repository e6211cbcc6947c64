import { workloadNames } from '../../../lib/naming/names';
import { problemsOf, problemsWith } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

const web = serviceDefinition();
const report = { image: 'report:1', size: web.size, schedule: 'rate(1 day)', timeZone: 'UTC' };
const migrate = { image: 'migrate:1', size: web.size };

describe('the name of an environment', () => {
  test.each(['a', 'dev', 'dev-1', 'abcdefghijklmnop'])('may be %s', (name) => {
    expect(problemsOf({ [name]: environmentConfig() })).toEqual([]);
  });

  // It is the id of a construct: https://github.com/aws/constructs keeps its children in a plain object.
  test('cannot be that of what every object has', () => {
    expect(problemsOf({ constructor: environmentConfig() })).toEqual([
      'environments.constructor: "constructor" cannot be a name: JavaScript reserves it',
    ]);
  });

  test.each(['Dev', '1dev', '-dev', 'dev_1', 'abcdefghijklmnopq', ''])('cannot be %j', (name) => {
    const path = /^\w+$/.test(name) && !/^\d/.test(name) ? `.${name}` : `["${name}"]`;
    expect(problemsOf({ [name]: environmentConfig() })).toEqual([
      `environments${path}: "${name}" must be 1 to 16 lower-case letters, digits and "-", starting with a letter`,
    ]);
  });
});

describe('the name of a service', () => {
  test.each(['w', 'web_1-A', 'x'.repeat(30)])('may be %s', (name) => {
    expect(problemsWith({ services: { [name]: web } })).toEqual([]);
  });

  test.each(['', 'a b', 'a.b', 'ä'])('cannot be %j', (name) => {
    expect(problemsWith({ services: { [name]: web } })).toEqual([
      `services["${name}"]: "${name}" must be 1 to 255 letters, digits, "-" and "_"`,
    ]);
  });

  test('is not too long for the names that are made of it, of which the execution role has the longest', () => {
    // ecs_parameter_store-dev-…-execution: 34 more characters.
    expect(problemsWith({ services: { ['x'.repeat(31)]: web } })).toEqual([
      `services.${'x'.repeat(31)}: the name of its execution role, "ecs_parameter_store-dev-${'x'.repeat(31)}-exec…" (5 more characters), has 65 ` +
        "characters; at most 64 are allowed: shorten the service's name by 1",
    ]);
  });

  test('that leaves room for its execution role leaves it for everything else that is named after it', () => {
    const names = workloadNames({ ...environmentConfig(), name: 'dev' }, 'x'.repeat(30));
    const { executionRole, taskRole, scheduleRole, name, logGroup } = names;
    expect(executionRole).toHaveLength(64);
    expect(Math.max(taskRole.length, scheduleRole.length, name.length)).toBeLessThanOrEqual(64);
    expect(logGroup.length).toBeLessThanOrEqual(512);
  });

  test('has 255 characters at most, like the container that has it', () => {
    const problems = (length: number) => problemsWith({ services: { ['x'.repeat(length)]: web } });
    expect(problems(255)).toEqual([expect.stringContaining('the name of its execution role')]);
    expect(problems(256)).toEqual([expect.stringContaining('must be 1 to 255 letters')]);
  });

  test('is left alone where the application has the longest name', () => {
    const application = `a${'b'.repeat(31)}`;
    expect(problemsOf({ abcdefghijklmnop: environmentConfig({ application, services: { website: web } }) })).toEqual([
      expect.stringMatching(
        /^environments\.abcdefghijklmnop\.services\.website: .* has 67 .* 64 are allowed: shorten application by 3$/,
      ),
    ]);
  });

  test('is not that of a task', () => {
    expect(problemsWith({ scheduledTasks: { web: report } })).toEqual([
      'scheduledTasks.web: "web" is also the name of a service; services and tasks of both kinds share one set of names',
    ]);
    expect(problemsWith({ scheduledTasks: { report }, tasks: { report: migrate, migrate } })).toEqual([
      'tasks.report: "report" is also the name of a scheduled task; services and tasks of both kinds share one set of names',
    ]);
    expect(problemsWith({ scheduledTasks: { WEB: report } })).toEqual([
      'scheduledTasks.WEB: "WEB" differs from the service "web" only in case, which IAM roles ignore',
    ]);
  });
});

describe('the name of the application', () => {
  test.each(['sgs', 'sg_shop', 'my-sg-shop'])('may be %s', (application) => {
    expect(problemsWith({ application })).toEqual([]);
  });

  test.each([
    ['sg', 'sg-dev-app'],
    ['sg-shop', 'sg-shop-dev-app'],
  ])('cannot be %s, which the name of the security group would begin with', (application, name) => {
    expect(problemsWith({ application })).toEqual([
      `application: "${application}" makes the name of the security group "${name}", which must not start with "sg-"`,
    ]);
  });
});

describe('two environments', () => {
  const [one, other] = ['111111111111', '222222222222'];
  const problems = (first: string | undefined, second: string | undefined) =>
    problemsOf({
      'b-c': environmentConfig({ application: 'aa', accountId: first, sharesAccount: true }),
      c: environmentConfig({
        application: 'aa-b',
        accountId: second,
        sharesAccount: true,
        region: 'us-east-1',
        network: inVirginia(),
      }),
    });

  test('may name their resources alike in different accounts', () => {
    expect(problems(one, other)).toEqual([]);
  });

  test.each([
    [one, one],
    [one, undefined],
    [undefined, undefined],
  ])('cannot name their resources alike in the accounts %s and %s, whatever their Regions', (first, second) => {
    expect(problems(first, second)).toEqual([
      'environments.c: names its resources "aa-b-c-…", as "b-c" does, which may be in the same account: change application or the ' +
        'name of the environment',
    ]);
  });

  test('cannot have a service and a one-off task whose roles are named alike', () => {
    expect(
      problemsOf({
        b: environmentConfig({ services: {}, tasks: { 'c-migrate': migrate } }),
        'b-c': environmentConfig({ services: { migrate: web } }),
      }),
    ).toEqual([
      'environments["b-c"].services.migrate: names its resources "ecs_parameter_store-b-c-migrate", as the one-off task "c-migrate" ' +
        'of "b" does, which may be in the same account: rename one of them',
    ]);
  });

  test('cannot have services whose roles are named alike', () => {
    expect(
      problemsOf({
        b: environmentConfig({ services: { 'c-web': web, other: web } }),
        'b-c': environmentConfig({ services: { web } }),
      }),
    ).toEqual([
      'environments["b-c"].services.web: names its resources "ecs_parameter_store-b-c-web", as the service "c-web" of "b" does, ' +
        'which may be in the same account: rename one of them',
    ]);
  });
});

function inVirginia() {
  const { network } = environmentConfig();
  const publicSubnets = network.publicSubnets.map((subnet, index) => ({
    ...subnet,
    availabilityZone: `us-east-1${'ab'[index]}`,
  }));
  return { ...network, publicSubnets };
}
