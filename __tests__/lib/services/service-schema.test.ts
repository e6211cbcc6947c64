import type { HealthCheck } from '../../../lib/tasks/container-config';
import { problemsWithService, unchecked } from '../../support/configuration-problems';

const command = ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'];

describe('a health check', () => {
  test.each<Partial<HealthCheck>>([
    {},
    { intervalSeconds: 5, timeoutSeconds: 2, retries: 1, startPeriodSeconds: 0 },
    { intervalSeconds: 300, timeoutSeconds: 60, retries: 10, startPeriodSeconds: 300 },
    { command: ['CMD', 'true'] },
  ])('may be %j', (healthCheck) => {
    expect(problemsWithService({ healthCheck: { command, ...healthCheck } })).toEqual([]);
  });

  test.each<[keyof HealthCheck, number, string]>([
    ['intervalSeconds', 4, '5 to 300'],
    ['intervalSeconds', 301, '5 to 300'],
    ['timeoutSeconds', 1, '2 to 60'],
    ['timeoutSeconds', 61, '2 to 60'],
    ['retries', 0, '1 to 10'],
    ['retries', 11, '1 to 10'],
    ['retries', 1.5, '1 to 10'],
    ['startPeriodSeconds', -1, '0 to 300'],
    ['startPeriodSeconds', 301, '0 to 300'],
  ])('is refused just past the bounds of %s: %d', (field, value, bounds) => {
    expect(problemsWithService({ healthCheck: { command, [field]: value } })).toEqual([
      `healthCheck.${field}: ${value} must be a whole number, ${bounds}`,
    ]);
  });

  test.each([
    [['curl', 'localhost'], 'must start with "CMD", to run a program, or "CMD-SHELL", to run a line of shell'],
    [['CMD'], 'must name a program after "CMD"'],
    [['CMD-SHELL'], 'must have one line of shell after "CMD-SHELL", got 0'],
    [['CMD', ''], 'must name a program after "CMD"'],
    [['CMD-SHELL', ''], 'must have a line of shell after "CMD-SHELL", got an empty one'],
    [['CMD-SHELL', ' '], 'must have a line of shell after "CMD-SHELL", got an empty one'],
    [['CMD-SHELL', 'a', 'b'], 'must have one line of shell after "CMD-SHELL", got 2'],
    [[], 'must have at least one word'],
  ])('cannot run %j', (words, problem) => {
    expect(problemsWithService({ healthCheck: { command: words } })).toEqual([`healthCheck.command: ${problem}`]);
  });
});

describe('counts', () => {
  test.each([0, 1, 5000])('%d tasks may run', (desiredCount) => {
    expect(problemsWithService({ desiredCount })).toEqual([]);
  });

  test.each([-1, 1.5, 5001])('%d tasks cannot run', (desiredCount) => {
    expect(problemsWithService({ desiredCount })).toEqual([
      `desiredCount: ${desiredCount} must be a whole number, 0 to 5000`,
    ]);
  });

  test.each([
    ['1', '"1" must be a number; did you mean 1, without quotes?'],
    [NaN, 'must be a number, got NaN'],
    [Infinity, 'must be a number, got Infinity'],
    [null, 'must be a number, got null'],
    [undefined, 'is missing'],
  ])('%p is no count', (desiredCount, problem) => {
    expect(problemsWithService({ desiredCount: unchecked(desiredCount) })).toEqual([`desiredCount: ${problem}`]);
  });
});

describe('a deployment', () => {
  test.each([
    [1, 100, 200],
    [1, 0, 100],
    [2, 100, 150],
    [2, 50, 100],
    [3, 66, 100],
    [4, 100, 125],
    [0, 100, 150],
  ])('of %d tasks can go from %d %% to %d %%', (desiredCount, minimumHealthyPercent, maximumPercent) => {
    expect(problemsWithService({ desiredCount, deployment: { minimumHealthyPercent, maximumPercent } })).toEqual([]);
  });

  test.each([
    [1, 100, 150, '1 to 1'],
    [1, 100, 199, '1 to 1'],
    [1, 50, 100, '1 to 1'],
    [3, 100, 133, '3 to 3'],
    [3, 67, 100, '3 to 3'],
  ])(
    'of %d tasks cannot make a step from %d %% to %d %%',
    (desiredCount, minimumHealthyPercent, maximumPercent, tasks) => {
      expect(problemsWithService({ desiredCount, deployment: { minimumHealthyPercent, maximumPercent } })).toEqual([
        `deployment: can never replace a task: with a desired count of ${desiredCount}, ${minimumHealthyPercent} % to ` +
          `${maximumPercent} % is ${tasks} tasks; lower the minimum or raise the maximum`,
      ]);
    },
  );

  test('from 100 % to 100 % can never replace a task, whatever the count', () => {
    expect(
      problemsWithService({ desiredCount: 0, deployment: { minimumHealthyPercent: 100, maximumPercent: 100 } }),
    ).toEqual([
      'deployment: can never replace a task: with a minimum of 100 % the maximum must be higher, for example 200',
    ]);
  });

  test.each([
    [-1, 200, 'minimumHealthyPercent: -1 must be a whole number, 0 to 100'],
    [101, 200, 'minimumHealthyPercent: 101 must be a whole number, 0 to 100'],
    [0, 99, 'maximumPercent: 99 must be a whole number, 100 to 200'],
    [0, 201, 'maximumPercent: 201 must be a whole number, 100 to 200'],
  ])('cannot go from %d %% to %d %%', (minimumHealthyPercent, maximumPercent, problem) => {
    expect(problemsWithService({ desiredCount: 10, deployment: { minimumHealthyPercent, maximumPercent } })).toEqual([
      `deployment.${problem}`,
    ]);
  });
});

test.each([1, 65535])('a container may listen on port %d', (port) => {
  expect(problemsWithService({ port })).toEqual([]);
});

test.each([0, 65536, 80.5])('a container cannot listen on port %d', (port) => {
  expect(problemsWithService({ port })).toEqual([`port: ${port} must be a whole number, 1 to 65535`]);
});
