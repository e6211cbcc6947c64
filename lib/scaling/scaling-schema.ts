import { isPast, scheduleProblem } from '../schedule-expressions/schedule-expression';
import { timeZoneProblem } from '../schedule-expressions/time-zone';
import { mapOf, matching, text, wholeNumber, type Check } from '../validation/fields';
import { shown } from '../validation/messages';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import type { ScalingBounds, ScalingConfig, ScheduledScaling } from './scaling-config';

/**
 * The default quota for the tasks of one service: ECS silently stays below a higher count. Raise it with the quota.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
export const MAXIMUM_TASKS = 5000;

/** 100 is never exceeded, so that no task would ever be added. */
const percent = wholeNumber(1, 99);

const nameProblem = matching(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "-" and "_"');

/** The forms are those of EventBridge; a rate would set the same bounds again and again. */
const scheduledScalingProblem: Check<string> = (schedule) =>
  schedule.startsWith('rate(')
    ? 'must be cron(…) or at(…), for example "cron(0 8 ? * MON-FRI *)": a rate has no time of day'
    : scheduleProblem(schedule);

const boundsShape = { minimum: wholeNumber(0, MAXIMUM_TASKS), maximum: wholeNumber(0, MAXIMUM_TASKS) };

const boundsRule: Rule<ScalingBounds> = {
  needs: ['minimum', 'maximum'],
  check: ({ minimum, maximum }, report) => {
    if (minimum > maximum) {
      report(`${minimum} must not be more than the maximum, ${maximum}`, ['minimum']);
    }
  },
};

const purposeRule: Rule<ScalingConfig> = {
  needs: [],
  check: ({ cpuPercent, memoryPercent, requestsPerTarget, scheduled }, report) => {
    const hasSchedule = scheduled !== undefined && Object.keys(scheduled).length > 0;
    if ([cpuPercent, memoryPercent, requestsPerTarget].every((target) => target === undefined) && !hasSchedule) {
      report(
        'must have cpuPercent, memoryPercent, requestsPerTarget or an entry in scheduled: nothing else changes the count',
      );
    }
  },
};

/**
 * No task, no metric, and no scaling by a target.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
 */
const returnRule: Rule<ScalingConfig> = {
  needs: ['minimum', 'scheduled'],
  check: ({ minimum, scheduled = {} }, report) => {
    const entries = Object.entries(scheduled);
    const returns = entries.some(([, bounds]) => bounds.minimum > 0);
    const paths = [
      ...(minimum === 0 ? [['minimum']] : []),
      ...entries.flatMap(([name, bounds]) => (bounds.minimum === 0 ? [['scheduled', name, 'minimum']] : [])),
    ];
    for (const path of returns ? [] : paths) {
      report(
        '0 must have an entry in scheduled with a minimum of 1 or more: without tasks there is no load to scale by',
        path,
      );
    }
  },
};

const scheduledScalingSchema = objectSchema<ScheduledScaling>({
  ...boundsShape,
  schedule: text(scheduledScalingProblem),
  timeZone: text(timeZoneProblem),
}).check(withRules<ScheduledScaling>([boundsRule]));

export const scalingSchema = objectSchema<ScalingConfig>({
  ...boundsShape,
  cpuPercent: percent.optional(),
  memoryPercent: percent.optional(),
  requestsPerTarget: wholeNumber(1).optional(),
  scheduled: mapOf(scheduledScalingSchema, nameProblem).optional(),
}).check(withRules<ScalingConfig>([boundsRule, purposeRule, returnRule]));

/** What is wrong with a schedule of valid fields at a point in time, after which it would change nothing. */
export function pastScalingProblem({ schedule, timeZone }: ScheduledScaling, now: Date): string | undefined {
  const isValid = scheduledScalingProblem(schedule) === undefined && timeZoneProblem(timeZone) === undefined;
  return isValid && isPast(schedule, timeZone, now)
    ? `${shown(schedule)} is in the past; remove the entry or give it another time`
    : undefined;
}

/** The fewest tasks that there may be at any time. */
export function lowestMinimum({ minimum, scheduled = {} }: ScalingConfig): number {
  return Math.min(minimum, ...Object.values(scheduled).map((bounds) => bounds.minimum));
}
