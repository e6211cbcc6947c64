import { z } from 'zod';
import { atMost, number, text, wholeNumber, type Check } from '../validation/fields';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import { shown } from '../validation/messages';
import type { RouteConditions } from './route-conditions';
import type { RouteConfig, RouteHealthCheck, StickinessConfig } from './route-config';

/** Of hosts, and of paths. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
const MAXIMUM_CONDITION = 128;

/** Of one rule, which cannot be raised. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAXIMUM_VALUES = 5;
const MAXIMUM_WILDCARDS = 5;

const DEFAULT_INTERVAL = 10;

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/add-rule.html */
const hostProblem: Check<string> = (host) => {
  if (!/^[A-Za-z0-9._*?-]+$/.test(host)) {
    return 'must consist of letters, digits, "-", "_", "." and the wildcards "*" and "?"';
  }
  return /\.[A-Za-z0-9]+$/.test(host)
    ? atMost(MAXIMUM_CONDITION)(host)
    : 'must have a ".", with letters and digits only after the last one';
};

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/add-rule.html */
const pathProblem: Check<string> = (path) => {
  if (!/^[A-Za-z0-9_.$/~"'@:+&*?-]+$/.test(path)) {
    return `must consist of letters, digits, _-.$/~"'@:+& and the wildcards "*" and "?"`;
  }
  return /^[/*?]/.test(path)
    ? atMost(MAXIMUM_CONDITION)(path)
    : 'matches no request: a path starts with "/", so the pattern must start with "/" or a wildcard';
};

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const healthCheckPathProblem: Check<string> = (path) =>
  /^\/[!-~]*$/.test(path)
    ? atMost(1024)(path)
    : 'must start with "/" and have no spaces and no other characters than ASCII';

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html */
const matcherProblem: Check<string> = (matcher) => {
  const isRange = (range: string) => {
    const [, from, to = from] = /^(\d{3})(?:-(\d{3}))?$/.exec(range) ?? [];
    return from !== undefined && to !== undefined && Number(from) >= 200 && from <= to && Number(to) <= 499;
  };
  return matcher.split(',').every(isRange)
    ? undefined
    : 'must be status codes from 200 to 499, such as "200", "200,204" or "200-299"';
};

const healthCheckSchema = objectSchema<RouteHealthCheck>({
  path: text(healthCheckPathProblem).optional(),
  matcher: text(matcherProblem).optional(),
  intervalSeconds: wholeNumber(5, 300).optional(),
  timeoutSeconds: wholeNumber(2, 120).optional(),
  healthyThreshold: wholeNumber(2, 10).optional(),
  unhealthyThreshold: wholeNumber(2, 10).optional(),
}).check(
  withRules<RouteHealthCheck>([
    {
      needs: ['intervalSeconds', 'timeoutSeconds'],
      check: ({ intervalSeconds: interval = DEFAULT_INTERVAL, timeoutSeconds: timeout }, report) => {
        if (timeout !== undefined && timeout >= interval) {
          report(`${timeout} must be less than the interval of ${interval} seconds`, ['timeoutSeconds']);
        }
      },
    },
  ]),
);

const conditionsRule: Rule<RouteConfig> = {
  needs: ['hosts', 'paths'],
  check: ({ hosts, paths }, report) => {
    for (const [field, values] of Object.entries({ hosts, paths })) {
      if (values?.length === 0) {
        report(`must have at least one; leave it out for ${field === 'hosts' ? 'the default' : 'every path'}`, [field]);
      }
      const same = values?.map((value) => (field === 'hosts' ? value.toLowerCase() : value)) ?? [];
      for (const [index, value] of same.entries()) {
        if (same.indexOf(value) < index) {
          report(`${shown(value)} is given twice`, [field, index]);
        }
      }
    }
    const problem = conditionsProblem({ hosts, paths });
    if (problem !== undefined) {
      report(problem);
    }
  },
};

/** What is wrong with the conditions of one rule together. */
export function conditionsProblem({ hosts = [], paths = [] }: RouteConditions): string | undefined {
  const values = [...hosts, ...paths];
  if (values.length > MAXIMUM_VALUES) {
    return `has ${values.length} hosts and paths; a rule of a load balancer takes ${MAXIMUM_VALUES}: use wildcards`;
  }
  const wildcards = values.join('').replace(/[^*?]/g, '').length;
  return wildcards > MAXIMUM_WILDCARDS
    ? `has ${wildcards} wildcards; a rule of a load balancer takes ${MAXIMUM_WILDCARDS}`
    : undefined;
}

const slowStart = number((seconds) =>
  seconds === 0 || (Number.isInteger(seconds) && seconds >= 30 && seconds <= 900)
    ? undefined
    : 'must be 0, or a whole number from 30 to 900',
);

/** What a route must be by itself; what it must be beside others is a rule of the environment. */
export const routeSchema = objectSchema<RouteConfig>({
  priority: wholeNumber(1, 50_000),
  hosts: z.array(text(hostProblem)).optional(),
  paths: z.array(text(pathProblem)).optional(),
  healthCheck: healthCheckSchema.optional(),
  deregistrationDelaySeconds: wholeNumber(0, 3600).optional(),
  slowStartSeconds: slowStart.optional(),
  healthCheckGracePeriodSeconds: wholeNumber(0, 2_147_483_647).optional(),
  stickiness: objectSchema<StickinessConfig>({ durationSeconds: wholeNumber(1, 604_800) }).optional(),
}).check(withRules([conditionsRule]));

/** The health check with its defaults. */
export function completeHealthCheck(given: RouteHealthCheck = {}): Required<RouteHealthCheck> {
  const { intervalSeconds = DEFAULT_INTERVAL } = given;
  return {
    path: '/',
    matcher: '200-399',
    intervalSeconds,
    timeoutSeconds: Math.min(5, intervalSeconds - 1),
    healthyThreshold: 2,
    unhealthyThreshold: 3,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}
