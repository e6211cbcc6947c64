import { atMost } from '../validation/fields';
import { alternatives } from '../validation/messages';
import { cronProblem, lastStart } from './cron-expression';
import { localTime } from './time-zone';

const RATE = /^rate\((\d+) (minute|minutes|hour|hours|day|days)\)$/;
const CRON = /^cron\((.*)\)$/;
const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;

/** @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const lengthProblem = atMost(256);

/**
 * What is wrong with the expression of a schedule; nothing if EventBridge Scheduler takes it.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function scheduleProblem(schedule: string): string | undefined {
  return lengthProblem(schedule) ?? formProblem(schedule);
}

function formProblem(schedule: string): string | undefined {
  const form = /^(rate|cron|at)\(.*\)$/.exec(schedule)?.[1];
  switch (form) {
    case 'rate':
      return rateProblem(schedule);
    case 'cron':
      return cronProblem(schedule.slice('cron('.length, -1));
    case 'at':
      return atProblem(schedule);
    default:
      return 'must be rate(…), cron(…) or at(…), for example "rate(5 minutes)" or "cron(0 3 * * ? *)"';
  }
}

/** Whether a schedule can start nothing any more, because its last point in time is over. It and the time zone must be valid. */
export function isPast(schedule: string, timeZone: string, now: Date): boolean {
  const fields = CRON.exec(schedule)?.[1];
  const last = fields === undefined ? AT.exec(schedule)?.[1] : lastStart(fields);
  // Both are written alike, so the texts sort as the times do.
  return last !== undefined && last <= localTime(now, timeZone);
}

function rateProblem(schedule: string): string | undefined {
  const [, number, unit = ''] = RATE.exec(schedule) ?? [];
  if (number === undefined) {
    return 'must be rate(<number> <unit>), the unit being minutes, hours or days, for example "rate(5 minutes)"';
  }
  // AWS documents no upper bound. This one, of days over 2,700 years, only stops what is surely a slip.
  if (!/^[1-9]\d{0,5}$/.test(number)) {
    return 'must have a number of 1 to 999999, without leading zeros';
  }
  const singular = unit.replace(/s$/, '');
  const right = number === '1' ? singular : `${singular}s`;
  return right === unit ? undefined : `must be written ${alternatives([`rate(${number} ${right})`])}`;
}

function atProblem(schedule: string): string | undefined {
  const time = AT.exec(schedule)?.[1];
  if (time === undefined) {
    return 'must be at(yyyy-mm-ddThh:mm:ss), for example "at(2030-01-31T03:00:00)"';
  }
  const date = new Date(`${time}Z`);
  // JavaScript turns 31 February into 3 March.
  const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(time);
  return real ? undefined : 'is not a real date and time';
}
