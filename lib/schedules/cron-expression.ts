import { alternatives, shown } from '../validation/messages';

interface CronField {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Names for the numbers from the minimum on. */
  readonly names?: readonly string[];
  /** Whether `/` may give a step. */
  readonly steps: boolean;
  /** What else a field may be, alone: `?`, `L`, … */
  readonly alone?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * The fields, in their order.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
const FIELDS: readonly CronField[] = [
  { name: 'minutes', minimum: 0, maximum: 59, steps: true },
  { name: 'hours', minimum: 0, maximum: 23, steps: true },
  // ? any, L the last day, 15W the weekday closest to the 15th
  { name: 'day-of-month', minimum: 1, maximum: 31, steps: true, alone: /^(?:\?|L|(?:[1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', minimum: 1, maximum: 12, names: MONTHS, steps: true },
  // ? any, L Saturday, 5L the last Thursday, 3#2 the second Tuesday
  {
    name: 'day-of-week',
    minimum: 1,
    maximum: 7,
    names: DAYS,
    steps: false,
    alone: /^(?:\?|L|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5]))$/,
  },
  { name: 'year', minimum: 1970, maximum: 2199, steps: true },
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
  return lastYear(expression) === undefined ? 'names no day that exists in its months and years' : undefined;
}

/** The last year in which a cron expression names a day that exists; nothing if none does. Its fields must be valid. */
export function lastYear(expression: string): number | undefined {
  const [, , days = [], months = [], , years = []] = expression
    .trim()
    .split(/\s+/)
    .map((given, index) => numbersOf(FIELDS[index], given));
  return years
    .sort((a, b) => b - a)
    .find((year) => months.some((month) => days.some((day) => day <= daysIn(month, year))));
}

function daysIn(month: number, year: number): number {
  // The day before the first of the next month, which JavaScript counts from 0.
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
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
  // A range over the end, such as FRI-MON, can be written as a list and is read differently by different services.
  return from <= to ? undefined : `${shown(range)} goes from high to low`;
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

/** All numbers that a valid field stands for. */
function numbersOf(field: CronField | undefined, given: string): number[] {
  if (field === undefined) {
    return [];
  }
  // Every month has such a day: "?" leaves it to the day of the week, "L" and "15W" follow the month.
  if (field.alone?.test(given.toUpperCase())) {
    return [field.minimum];
  }
  return given.split(',').flatMap((item) => {
    const [range = '', step] = item.split('/');
    const [from = NaN, end] = range === '*' ? [field.minimum] : range.split('-').map((text) => numberOf(field, text));
    const to = end ?? (range === '*' || step !== undefined ? field.maximum : from);
    const count = Math.floor((to - from) / Number(step ?? 1)) + 1;
    return Array.from({ length: count }, (_, index) => from + index * Number(step ?? 1));
  });
}

/** The number that a field's text stands for; not a number if it stands for none within the bounds. */
function numberOf({ names = [], minimum, maximum }: CronField, text: string): number {
  const name = names.indexOf(text.toUpperCase());
  const number = name === -1 ? (/^\d{1,4}$/.test(text) ? Number(text) : NaN) : name + minimum;
  return number >= minimum && number <= maximum ? number : NaN;
}
