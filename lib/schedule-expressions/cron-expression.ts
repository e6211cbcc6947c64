import { alternatives, shown } from '../validation/messages';

interface CronField {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Names for the numbers from the minimum on. */
  readonly names?: readonly string[];
  /** Whether `/` may give a step. */
  readonly steps: boolean;
  /** Whether the minimum follows the maximum. */
  readonly cyclic: boolean;
  /** What else a field may be, alone: `?`, `L`, … */
  readonly alone?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * The fields, in their order. A range may go over the end, as in AWS's own example `0/30 20-2 ? * MON-FRI *`, except of years.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
const FIELDS: readonly CronField[] = [
  { name: 'minutes', minimum: 0, maximum: 59, steps: true, cyclic: true },
  { name: 'hours', minimum: 0, maximum: 23, steps: true, cyclic: true },
  // ? any, L the last day, 15W the weekday closest to the 15th
  {
    name: 'day-of-month',
    minimum: 1,
    maximum: 31,
    steps: true,
    cyclic: true,
    alone: /^(?:\?|L|(?:[1-9]|[12]\d|3[01])W)$/,
  },
  { name: 'month', minimum: 1, maximum: 12, names: MONTHS, steps: true, cyclic: true },
  // ? any, L Saturday, 5L the last Thursday, 3#2 the second Tuesday
  {
    name: 'day-of-week',
    minimum: 1,
    maximum: 7,
    names: DAYS,
    steps: false,
    cyclic: true,
    alone: /^(?:\?|L|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5]))$/,
  },
  { name: 'year', minimum: 1970, maximum: 2199, steps: true, cyclic: false },
];

/** What is wrong with the fields of a cron expression; nothing if EventBridge Scheduler takes them. */
export function cronProblem(expression: string): string | undefined {
  const given = expression.trim().split(/\s+/).filter(Boolean);
  if (given.length !== FIELDS.length) {
    return `must have six fields (${FIELDS.map(({ name }) => name).join(' ')}), got ${given.length}`;
  }
  for (const [index, field] of FIELDS.entries()) {
    const problem = fieldProblem(field, given[index] ?? '');
    if (problem !== undefined) {
      return problem;
    }
  }
  const unspecified = [given[2], given[4]].filter((value) => value === '?').length;
  if (unspecified !== 1) {
    return `must have "?" in exactly one of day-of-month and day-of-week, got ${unspecified}`;
  }
  return lastStart(expression) === undefined ? 'names no day that exists in its months and years' : undefined;
}

/**
 * The last point in time that a cron expression names, as `2030-01-31T03:00:00`; nothing if it names no day that exists. Its fields
 * must be valid.
 */
export function lastStart(expression: string): string | undefined {
  const given = expression.trim().toUpperCase().split(/\s+/);
  const [minutes = [], hours = [], days = [], months = [], weekdays = [], years = []] = FIELDS.map((field, index) =>
    numbersOf(field, given[index] ?? '').sort((a, b) => b - a),
  );
  for (const year of years) {
    for (const month of months) {
      const lastDay = daysIn(month, year);
      const day = Array.from({ length: lastDay }, (_, index) => lastDay - index).find(
        (candidate) =>
          namesDay(given[2] ?? '', days, candidate, lastDay) &&
          namesWeekday(given[4] ?? '', weekdays, weekdayOf(year, month, candidate), candidate, lastDay),
      );
      if (day !== undefined) {
        return new Date(Date.UTC(year, month - 1, day, hours[0], minutes[0])).toISOString().slice(0, -'.000Z'.length);
      }
    }
  }
  return undefined;
}

function daysIn(month: number, year: number): number {
  // The day before the first of the next month, which JavaScript counts from 0.
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 1 is Sunday. */
function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

/** Whether the field day-of-month means a day. */
function namesDay(given: string, days: readonly number[], day: number, lastDay: number): boolean {
  if (given === '?' || given === 'L') {
    return given === '?' || day === lastDay;
  }
  // The weekday closest to a day is at most two days away.
  return given.endsWith('W') ? Math.abs(day - Math.min(parseInt(given), lastDay)) <= 2 : days.includes(day);
}

/** Whether the field day-of-week means a day that is this weekday. */
function namesWeekday(
  given: string,
  weekdays: readonly number[],
  weekday: number,
  day: number,
  lastDay: number,
): boolean {
  if (given === '?' || given === 'L') {
    return given === '?' || weekday === 7;
  }
  const [name = '', place] = given.split(/(?=L$)|#/);
  if (place === undefined) {
    return weekdays.includes(weekday);
  }
  const isPlace = place === 'L' ? day > lastDay - 7 : Math.ceil(day / 7) === Number(place);
  return isPlace && (weekday === Number(name) || weekday === DAYS.indexOf(name) + 1);
}

function fieldProblem(field: CronField, given: string): string | undefined {
  if (field.alone?.test(given.toUpperCase())) {
    return undefined;
  }
  for (const item of given.split(',')) {
    const [range = '', step, ...rest] = item.split('/');
    const problem =
      rest.length > 0 ? `${shown(item)} has two steps` : (rangeProblem(field, range) ?? stepProblem(field, step));
    if (problem !== undefined) {
      return `has a wrong ${field.name} field, ${shown(given)}: ${problem}`;
    }
  }
  return undefined;
}

function rangeProblem(field: CronField, range: string): string | undefined {
  if (range === '*') {
    return undefined;
  }
  const ends = range.split('-');
  const [from = NaN, to = from] = ends.map((end) => numberOf(field, end));
  if (ends.length > 2 || Number.isNaN(from) || Number.isNaN(to)) {
    const names =
      field.names === undefined
        ? ''
        : `, or ${alternatives([field.names[0] ?? ''])} to ${shown(field.names[field.names.length - 1])}`;
    return `${shown(range)} must be a number from ${field.minimum} to ${field.maximum}${names}, a range, or "*"`;
  }
  return field.cyclic || from <= to ? undefined : `${shown(range)} goes from high to low`;
}

function stepProblem(field: CronField, step: string | undefined): string | undefined {
  if (step === undefined) {
    return undefined;
  }
  if (!field.steps) {
    return 'it takes no steps';
  }
  const number = /^\d{1,4}$/.test(step) ? Number(step) : NaN;
  return number >= 1 && number <= field.maximum ? undefined : `the step ${shown(step)} must be 1 to ${field.maximum}`;
}

/** All numbers that a valid field stands for; none if it is of a kind that only its month can tell: `?`, `L`, `15W`, `3#2`. */
function numbersOf(field: CronField, given: string): number[] {
  const { minimum, maximum } = field;
  if (field.alone?.test(given)) {
    return [];
  }
  return given.split(',').flatMap((item) => {
    const [range = '', step = '1'] = item.split('/');
    const [from = NaN, end] = range === '*' ? [minimum] : range.split('-').map((text) => numberOf(field, text));
    const to = end ?? (range === '*' || item.includes('/') ? maximum : from);
    const size = maximum - minimum + 1;
    const length = ((to - from + size) % size) + 1;
    return Array.from(
      { length: Math.ceil(length / Number(step)) },
      (_, index) => minimum + ((from - minimum + index * Number(step)) % size),
    );
  });
}

/** The number that a field's text stands for; not a number if it stands for none within the bounds. */
function numberOf({ names = [], minimum, maximum }: CronField, text: string): number {
  const name = names.indexOf(text.toUpperCase());
  const number = name === -1 ? (/^\d{1,4}$/.test(text) ? Number(text) : NaN) : name + minimum;
  return number >= minimum && number <= maximum ? number : NaN;
}
