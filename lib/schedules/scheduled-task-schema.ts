import { taskRules, taskShape } from '../tasks/task-schema';
import { text, wholeNumber } from '../validation/fields';
import { knownObject, obeying, type Rule } from '../validation/known-object';
import { shown } from '../validation/messages';
import { isPast, scheduleProblem } from './schedule-expression';
import type { ScheduledTaskDefinition } from './scheduled-task-definition';
import { timeZoneProblem } from './time-zone';

/**
 * The schema of a scheduled task at a point in time: what was to start once, before it, would never start. That makes a
 * configuration depend on the day it is checked, and is wanted: AWS refuses such a schedule too.
 */
export function scheduledTaskSchema(now: Date) {
  const futureRule: Rule<ScheduledTaskDefinition> = {
    needs: ['schedule', 'timeZone'],
    check: ({ schedule, timeZone }, report) => {
      const valid = scheduleProblem(schedule) === undefined && timeZoneProblem(timeZone) === undefined;
      if (valid && isPast(schedule, timeZone, now)) {
        report(`${shown(schedule)} is in the past; remove the task or give it another time`, ['schedule']);
      }
    },
  };
  return knownObject<ScheduledTaskDefinition>({
    ...taskShape,
    schedule: text(scheduleProblem),
    timeZone: text(timeZoneProblem),
    maximumRetryAttempts: wholeNumber(0, 185).optional(),
    maximumEventAgeSeconds: wholeNumber(60, 86400).optional(),
  }).check(obeying<ScheduledTaskDefinition>([...taskRules, futureRule]));
}
