import type { RouteConfig } from '../../../lib/load-balancing/route-config';
import { completeHealthCheck } from '../../../lib/load-balancing/route-schema';
import { problemsWith } from '../../support/configuration-problems';
import { serviceDefinition } from '../../support/environment-config';

const certificateArn = 'arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';

const problems = (route: Partial<RouteConfig>) =>
  problemsWith({
    loadBalancer: { scheme: 'internet-facing', certificateArn },
    services: { web: serviceDefinition({ stopTimeoutSeconds: 120, route: { priority: 100, ...route } }) },
  }).map((problem) => problem.replace(/^services\.web\.route\.?/, ''));

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/add-rule.html
test.each<[string, Partial<RouteConfig>]>([
  ['a priority alone', {}],
  ['the first priority', { priority: 1 }],
  ['the last priority', { priority: 50_000 }],
  ['a host with wildcards', { hosts: ['*.example.com', 'a_b?.example.com'] }],
  ['a host of 128 characters', { hosts: [`${'a'.repeat(124)}.com`] }],
  ['every character of a path', { paths: [`/aZ09_-.$~"'@:+&*?`] }],
  ['a path of 128 characters', { paths: [`/${'a'.repeat(127)}`] }],
  ['a path that begins with a wildcard', { paths: ['*.jpg'] }],
  ['five hosts and paths', { hosts: ['a.example.com', 'b.example.com'], paths: ['/a', '/b', '/c'] }],
  ['five wildcards', { hosts: ['*.example.com'], paths: ['/*/*/*/?'] }],
  ['a delay of nothing', { deregistrationDelaySeconds: 0 }],
  ['a delay as long as the stop time-out', { deregistrationDelaySeconds: 120 }],
  ['no slow start', { slowStartSeconds: 0 }],
  ['the shortest slow start', { slowStartSeconds: 30 }],
  ['the longest slow start', { slowStartSeconds: 900 }],
  ['no grace', { healthCheckGracePeriodSeconds: 0 }],
  ['stickiness for a second', { stickiness: { durationSeconds: 1 } }],
  ['stickiness for a week', { stickiness: { durationSeconds: 604_800 } }],
  ['a health check with a query', { healthCheck: { path: '/health?deep=true', matcher: '200,204,300-499' } }],
  ['the quickest health check', { healthCheck: { intervalSeconds: 5, timeoutSeconds: 4 } }],
  ['the slowest health check', { healthCheck: { intervalSeconds: 300, timeoutSeconds: 120 } }],
  ['the fewest checks', { healthCheck: { healthyThreshold: 2, unhealthyThreshold: 2 } }],
  ['the most checks', { healthCheck: { healthyThreshold: 10, unhealthyThreshold: 10 } }],
])('%s is accepted', (_what, route) => {
  expect(problems(route)).toEqual([]);
});

test.each<[string, Partial<RouteConfig>, string]>([
  ['no priority', { priority: 0 }, 'priority: 0 must be a whole number, 1 to 50000'],
  ['a higher priority', { priority: 50_001 }, 'priority: 50001 must be a whole number, 1 to 50000'],
  ['no host', { hosts: [] }, 'hosts: must have at least one; leave it out for the default'],
  ['no path', { paths: [] }, 'paths: must have at least one; leave it out for every path'],
  [
    'a host without a dot',
    { hosts: ['*'] },
    'hosts[0]: "*" must have a ".", with letters and digits only after the last one',
  ],
  [
    'a host that ends with a wildcard',
    { hosts: ['app.example.*'] },
    'hosts[0]: "app.example.*" must have a ".", with letters and digits only after the last one',
  ],
  [
    'a host with a port',
    { hosts: ['app.example.com:8080'] },
    'hosts[0]: "app.example.com:8080" must consist of letters, digits, "-", "_", "." and the wildcards "*" and "?"',
  ],
  [
    'a host of 129 characters',
    { hosts: [`${'a'.repeat(125)}.com`] },
    'hosts[0]: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (69 more characters) has 129 characters; at most 128 ' +
      'are allowed',
  ],
  [
    'the same host in another case',
    { hosts: ['app.example.com', 'App.example.com'] },
    'hosts[1]: "app.example.com" is given twice',
  ],
  [
    'a path that matches nothing',
    { paths: ['api/*'] },
    'paths[0]: "api/*" matches no request: a path starts with "/", so the pattern must start with "/" or a wildcard',
  ],
  [
    'a path with a space',
    { paths: ['/a b'] },
    `paths[0]: "/a b" must consist of letters, digits, _-.$/~"'@:+& and the wildcards "*" and "?"`,
  ],
  [
    'a path of 129 characters',
    { paths: [`/${'a'.repeat(128)}`] },
    'paths[0]: "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (69 more characters) has 129 characters; at most 128 ' +
      'are allowed',
  ],
  [
    'six hosts and paths',
    { hosts: ['a.example.com'], paths: ['/a', '/b', '/c', '/d', '/e'] },
    ': has 6 hosts and paths; a rule of a load balancer takes 5: use wildcards',
  ],
  [
    'six wildcards',
    { hosts: ['*.example.com'], paths: ['/*/*/*/*/?'] },
    ': has 6 wildcards; a rule of a load balancer takes 5',
  ],
  [
    'a delay longer than the stop time-out',
    { deregistrationDelaySeconds: 121 },
    'deregistrationDelaySeconds: 121 is longer than the 120 seconds after which ECS kills the application (stopTimeoutSeconds), which ' +
      'may still have requests then; raise that, to 120 at most, or lower this',
  ],
  [
    'a slow start that is too short',
    { slowStartSeconds: 29 },
    'slowStartSeconds: 29 must be 0, or a whole number from 30 to 900',
  ],
  [
    'a slow start that is too long',
    { slowStartSeconds: 901 },
    'slowStartSeconds: 901 must be 0, or a whole number from 30 to 900',
  ],
  [
    'a grace of less than nothing',
    { healthCheckGracePeriodSeconds: -1 },
    'healthCheckGracePeriodSeconds: -1 must be a whole number, 0 to 2147483647',
  ],
  [
    'no stickiness',
    { stickiness: { durationSeconds: 0 } },
    'stickiness.durationSeconds: 0 must be a whole number, 1 to 604800',
  ],
  [
    'stickiness for longer than a week',
    { stickiness: { durationSeconds: 604_801 } },
    'stickiness.durationSeconds: 604801 must be a whole number, 1 to 604800',
  ],
  [
    'a time-out as long as the interval',
    { healthCheck: { intervalSeconds: 30, timeoutSeconds: 30 } },
    'healthCheck.timeoutSeconds: 30 must be less than the interval of 30 seconds',
  ],
  [
    'a time-out as long as the interval by default',
    { healthCheck: { timeoutSeconds: 10 } },
    'healthCheck.timeoutSeconds: 10 must be less than the interval of 10 seconds',
  ],
  [
    'a relative path',
    { healthCheck: { path: 'healthz' } },
    'healthCheck.path: "healthz" must start with "/" and have no spaces and no other characters than ASCII',
  ],
  ...['199', '500', '200-500', '300-200', '2xx', '200, 204', '', '200,'].map(
    (matcher): [string, Partial<RouteConfig>, string] => [
      `the matcher "${matcher}"`,
      { healthCheck: { matcher } },
      `healthCheck.matcher: "${matcher}" must be status codes from 200 to 499, such as "200", "200,204" or "200-299"`,
    ],
  ),
])('%s is refused', (_what, route, problem) => {
  expect(problems(route)).toEqual([problem]);
});

test('a health check is complete by its defaults, and waits less than its interval', () => {
  expect(completeHealthCheck()).toEqual({
    path: '/',
    matcher: '200-399',
    intervalSeconds: 10,
    timeoutSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 3,
  });
  expect(completeHealthCheck({ intervalSeconds: 5, timeoutSeconds: undefined })).toMatchObject({ timeoutSeconds: 4 });
});
