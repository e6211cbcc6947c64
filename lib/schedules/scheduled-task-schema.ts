import { taskRules, taskShape } from '../tasks/task-schema';
import { text, wholeNumber } from '../validation/fields';
import { shown } from '../validation/messages';
import { objectSchema, withRules } from '../validation/object-schema';
import { isPast, scheduleProblem } from '../schedule-expressions/schedule-expression';
import type { ScheduledTaskDefinition } from './scheduled-task-definition';
import { timeZoneProblem } from '../schedule-expressions/time-zone';

export const scheduledTaskSchema = objectSchema<ScheduledTaskDefinition>({
  ...taskShape,
  schedule: text(scheduleProblem),
  timeZone: text(timeZoneProblem),
  maximumRetryAttempts: wholeNumber(0, 185).optional(),
  maximumEventAgeSeconds: wholeNumber(60, 86400).optional(),
}).check(withRules<ScheduledTaskDefinition>(taskRules));

/** What is wrong with a schedule at a point in time, after which it would start nothing: AWS refuses it then. */
export function pastScheduleProblem(
  { schedule, timeZone }: Pick<ScheduledTaskDefinition, 'schedule' | 'timeZone'>,
  now: Date,
): string | undefined {
  const isValid = scheduleProblem(schedule) === undefined && timeZoneProblem(timeZone) === undefined;
  return isValid && isPast(schedule, timeZone, now)
    ? `${shown(schedule)} is in the past; remove the task or give it another time`
    : undefined;
}
