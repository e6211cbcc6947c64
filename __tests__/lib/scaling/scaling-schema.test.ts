import type { ScalingConfig, ScheduledScaling } from '../../../lib/scaling/scaling-config';
import type { ServiceDefinition } from '../../../lib/services/service-definition';
import { problemsWith, problemsWithService } from '../../support/configuration-problems';
import { serviceDefinition } from '../../support/environment-config';

const problemsOf = (scaling: ScalingConfig, desiredCount = scaling.minimum) =>
  problemsWithService({ scaling, desiredCount });

/** The problems of a service that the load balancer of its environment sends requests to. */
const problemsOfRouted = (web: Partial<ServiceDefinition>) =>
  problemsWith({
    loadBalancer: {
      scheme: 'internal',
      certificateArn: 'arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
    },
    services: { web: serviceDefinition({ route: { priority: 100 }, ...web }) },
  });

const day: ScheduledScaling = {
  schedule: 'cron(0 8 ? * MON-FRI *)',
  timeZone: 'Asia/Tokyo',
  minimum: 2,
  maximum: 10,
};

describe('the bounds', () => {
  // The default quota of tasks per service: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
  test.each([
    [1, 1],
    [1, 5000],
    [5000, 5000],
  ])('may be %i and %i', (minimum, maximum) => {
    expect(problemsOf({ minimum, maximum, cpuPercent: 60 })).toEqual([]);
  });

  test.each([
    [-1, 1, 'scaling.minimum: -1 must be a whole number, 0 to 5000'],
    [1, 5001, 'scaling.maximum: 5001 must be a whole number, 0 to 5000'],
    [1.5, 2, 'scaling.minimum: 1.5 must be a whole number, 0 to 5000'],
    [3, 2, 'scaling.minimum: 3 must not be more than the maximum, 2'],
  ])('must not be %d and %d', (minimum, maximum, problem) => {
    expect(problemsOf({ minimum, maximum, cpuPercent: 60 }, Math.max(1, Math.ceil(minimum)))).toEqual([problem]);
  });

  test('contain the desired count', () => {
    const scaling = { minimum: 2, maximum: 4, cpuPercent: 60 };
    expect(problemsOf(scaling, 2)).toEqual([]);
    expect(problemsOf(scaling, 4)).toEqual([]);
    expect(problemsOf(scaling, 1)).toEqual(['desiredCount: 1 must be within the bounds of scaling, 2 to 4']);
    expect(problemsOf(scaling, 5)).toEqual(['desiredCount: 5 must be within the bounds of scaling, 2 to 4']);
  });
});

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html: no scaling where there is no metric
describe('a minimum of 0', () => {
  const problem =
    '0 must have an entry in scheduled with a minimum of 1 or more: without tasks there is no load to scale by';

  test('is refused where nothing starts a task again', () => {
    expect(problemsOf({ minimum: 0, maximum: 4, cpuPercent: 60 })).toEqual([`scaling.minimum: ${problem}`]);
    expect(problemsOf({ minimum: 1, maximum: 4, scheduled: { night: { ...day, minimum: 0, maximum: 0 } } })).toEqual([
      `scaling.scheduled.night.minimum: ${problem}`,
    ]);
  });

  test('is accepted where a schedule starts one again', () => {
    const scheduled = { night: { ...day, minimum: 0, maximum: 0 }, day: { ...day, minimum: 1 } };
    expect(problemsOf({ minimum: 0, maximum: 4, cpuPercent: 60, scheduled })).toEqual([]);
  });
});

describe('a target', () => {
  test.each([1, 99])('may be %i percent', (percent) => {
    expect(problemsOf({ minimum: 1, maximum: 2, cpuPercent: percent, memoryPercent: percent })).toEqual([]);
  });

  test.each([0, 100, 60.5])('must not be %d percent', (percent) => {
    expect(problemsOf({ minimum: 1, maximum: 2, cpuPercent: percent, memoryPercent: percent })).toEqual([
      `scaling.cpuPercent: ${percent} must be a whole number, 1 to 99`,
      `scaling.memoryPercent: ${percent} must be a whole number, 1 to 99`,
    ]);
  });

  test('may be one request a minute or more, where there is a route', () => {
    const scaled = (requestsPerTarget: number) =>
      problemsOfRouted({ scaling: { minimum: 1, maximum: 2, requestsPerTarget } });
    expect(scaled(1)).toEqual([]);
    expect(scaled(0)).toEqual(['services.web.scaling.requestsPerTarget: 0 must be a whole number, 1 or more']);
    expect(problemsOf({ minimum: 1, maximum: 2, requestsPerTarget: 1 })).toEqual([
      'scaling.requestsPerTarget: needs the route of the service: without one, it gets no requests that are counted',
    ]);
  });

  test('is needed where there is no schedule', () => {
    const problem =
      'scaling: must have cpuPercent, memoryPercent, requestsPerTarget or an entry in scheduled: nothing else changes the count';
    expect(problemsOf({ minimum: 1, maximum: 2 })).toEqual([problem]);
    expect(problemsOf({ minimum: 1, maximum: 2, scheduled: {} })).toEqual([problem]);
    expect(problemsOf({ minimum: 1, maximum: 2, memoryPercent: 80 })).toEqual([]);
    expect(problemsOf({ minimum: 1, maximum: 2, scheduled: { day } })).toEqual([]);
  });
});

// Spot gives two minutes' notice: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
test('on Spot, requests in flight have less than two minutes to end', () => {
  const drained = (stopTimeoutSeconds: number, deregistrationDelaySeconds?: number) =>
    problemsOfRouted({
      capacity: { fargate: { base: 1, weight: 1 }, fargateSpot: { weight: 1 } },
      stopTimeoutSeconds,
      route: { priority: 100, deregistrationDelaySeconds },
    });
  const problem = 'must be less than 120 where tasks run on Spot, got 120: AWS takes them back after two minutes';
  expect(drained(120, 119)).toEqual([]);
  expect(drained(119)).toEqual([]);
  expect(drained(120, 120)).toEqual([`services.web.route.deregistrationDelaySeconds: ${problem}`]);
  // As long as the stop time-out, if nothing else is said.
  expect(drained(120)).toEqual([`services.web.route.deregistrationDelaySeconds: ${problem}`]);
});

// https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
describe('a schedule', () => {
  const problemsOfEntry = (entry: Partial<ScheduledScaling>) =>
    problemsOf({ minimum: 1, maximum: 2, scheduled: { day: { ...day, ...entry } } });

  test.each(['cron(0 8 ? * MON-FRI *)', 'at(2030-01-31T03:00:00)'])('may be %s', (schedule) => {
    expect(problemsOfEntry({ schedule })).toEqual([]);
  });

  test.each([
    ['rate(1 hour)', 'must be cron(…) or at(…), for example "cron(0 8 ? * MON-FRI *)": a rate has no time of day'],
    ['at(2025-12-31T03:00:00)', 'is in the past; remove the entry or give it another time'],
    ['cron(0 8 * * *)', 'must have six fields (minutes hours day-of-month month day-of-week year), got 5'],
  ])('must not be %s', (schedule, problem) => {
    expect(problemsOfEntry({ schedule })).toEqual([`scaling.scheduled.day.schedule: "${schedule}" ${problem}`]);
  });

  test('has a time zone of the IANA database, and bounds in their order', () => {
    expect(problemsOfEntry({ timeZone: 'JST' })).toHaveLength(1);
    expect(problemsOfEntry({ minimum: 11 })).toEqual([
      'scaling.scheduled.day.minimum: 11 must not be more than the maximum, 10',
    ]);
  });

  test.each([
    ['d', 0],
    ['d'.repeat(64), 0],
    ['d'.repeat(65), 1],
    ['', 1],
    ['day time', 1],
  ])('has a name: %s', (name, count) => {
    expect(problemsOf({ minimum: 1, maximum: 2, scheduled: { [name]: day } })).toHaveLength(count);
  });
});

// ECS rounds the fewest tasks up and the most tasks down.
test('a deployment can replace a task at every count that there may be', () => {
  const deployment = { minimumHealthyPercent: 90, maximumPercent: 110 };
  const problems = (minimum: number, scheduledMinimum: number) =>
    problemsWithService({
      deployment,
      desiredCount: 20,
      scaling: {
        minimum,
        maximum: 20,
        cpuPercent: 60,
        scheduled: { day: { ...day, minimum: scheduledMinimum, maximum: 20 } },
      },
    });
  expect(problems(10, 10)).toEqual([]);
  expect(problems(10, 9)).toEqual([
    'deployment: can never replace a task: with the fewest tasks, 9, 90 % to 110 % is 9 to 9 tasks; lower the minimum or raise the maximum',
  ]);
  expect(problems(0, 10)).toHaveLength(1);
});
