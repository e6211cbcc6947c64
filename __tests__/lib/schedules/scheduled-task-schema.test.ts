import { isPast } from '../../../lib/schedule-expressions/schedule-expression';
import type { ScheduledTaskDefinition } from '../../../lib/schedules/scheduled-task-definition';
import { problemsWith } from '../../support/configuration-problems';

function scheduleProblems(overrides: Partial<ScheduledTaskDefinition>): readonly string[] {
  const report = {
    image: 'report:1',
    size: { cpu: 256, memoryMiB: 512 },
    schedule: 'rate(1 day)',
    timeZone: 'Asia/Tokyo',
    ...overrides,
  };
  return problemsWith({ scheduledTasks: { report } }).map((problem) => problem.replace('scheduledTasks.report.', ''));
}

describe('a schedule', () => {
  test.each([
    'rate(1 minute)',
    'rate(2 minutes)',
    'rate(1 hour)',
    'rate(12 hours)',
    'rate(365 days)',
    'rate(999999 minutes)',
    'cron(0 3 * * ? *)',
    'cron(0/15 9-17 ? * MON-FRI *)',
    'cron(*/5 0,12 1-15/2 JAN,jul ? 2030-2035)',
    'cron(59 23 31 12 ? 2199)',
    'cron(0 0 L 2 ? *)',
    'cron(0 0 15W 2 ? *)',
    'cron(0 0 29 2 ? *)',
    'cron(0 0 29 FEB ? 2027,2028)',
    'cron(0 0 30-31 2,3 ? *)',
    'cron(0 0 28/2 2 ? 2027)',
    'cron(0 0 L * ? *)',
    'cron(0 0 15W * ? *)',
    'cron(0 0 ? * 5L *)',
    'cron(0 0 ? * 3#2 *)',
    'cron(0 0 ? * TUE#5 *)',
    'cron(0 0 ? * L *)',
    'cron(0 0 1,15 * ? *)',
    // Over the end: the first is an example of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
    'cron(0/30 20-2 ? * MON-FRI *)',
    'cron(50-10 3 * * ? *)',
    'cron(0 3 28-3 * ? *)',
    'cron(0 3 ? NOV-FEB FRI-MON *)',
    'cron(0 22-4/2 * * ? *)',
    'cron(0 0 ? 2 2#5 *)',
    'cron(0 0 ? 1 2#5 2028)',
    'at(2030-01-31T03:00:00)',
    'at(2028-02-29T00:00:00)',
  ])('may be %s', (schedule) => {
    expect(scheduleProblems({ schedule })).toEqual([]);
  });

  const rateForm =
    'must be rate(<number> <unit>), the unit being minutes, hours or days, for example "rate(5 minutes)"';
  const atForm = 'must be at(yyyy-mm-ddThh:mm:ss), for example "at(2030-01-31T03:00:00)"';

  test.each([
    ['5 minutes', 'must be rate(…), cron(…) or at(…), for example "rate(5 minutes)" or "cron(0 3 * * ? *)"'],
    ['RATE(5 minutes)', 'must be rate(…), cron(…) or at(…), for example "rate(5 minutes)" or "cron(0 3 * * ? *)"'],
    ['rate(1 minutes)', 'must be written "rate(1 minute)"'],
    ['rate(5 minute)', 'must be written "rate(5 minutes)"'],
    ['rate(0 minutes)', 'must have a number of 1 to 999999, without leading zeros'],
    ['rate(05 minutes)', 'must have a number of 1 to 999999, without leading zeros'],
    ['rate(1000000 minutes)', 'must have a number of 1 to 999999, without leading zeros'],
    ['rate(5 weeks)', rateForm],
    ['rate(1.5 hours)', rateForm],
    ['rate(-1 hours)', rateForm],
    ['at(2030-01-31 03:00:00)', atForm],
    ['at(2030-01-31T03:00:00Z)', atForm],
    ['at(2030-02-29T03:00:00)', 'is not a real date and time'],
    ['at(2030-01-31T24:00:00)', 'is not a real date and time'],
    ['at(2030-13-01T00:00:00)', 'is not a real date and time'],
    ['cron(0 3 * * ?)', 'must have six fields (minutes hours day-of-month month day-of-week year), got 5'],
    ['cron()', 'must have six fields (minutes hours day-of-month month day-of-week year), got 0'],
    ['cron(0 3 * * * *)', 'must have "?" in exactly one of day-of-month and day-of-week, got 0'],
    ...[
      'cron(0 3 31 2 ? *)',
      'cron(0 3 30,31 FEB ? *)',
      'cron(0 3 31 4,6,9-9,11 ? *)',
      'cron(0 3 29 2 ? 2027)',
      'cron(0 3 29 2 ? 2100)',
      'cron(0 3 30/1 2 ? *)',
      'cron(0 3 30-31 2 ? *)',
      'cron(0 3 ? 2 2#5 2027)',
      'cron(0 3 ? 2 mon#5 2026,2027)',
    ].map((schedule) => [schedule, 'names no day that exists in its months and years']),
    ['cron(0 3 ? * ? *)', 'must have "?" in exactly one of day-of-month and day-of-week, got 2'],
  ])('cannot be %s', (schedule, problem) => {
    expect(scheduleProblems({ schedule })).toEqual([`schedule: "${schedule}" ${problem}`]);
  });

  test.each([
    ['cron(60 3 * * ? *)', 'minutes', '"60" must be a number from 0 to 59, a range, or "*"'],
    ['cron(0 24 * * ? *)', 'hours', '"24" must be a number from 0 to 23, a range, or "*"'],
    ['cron(0 3 0 * ? *)', 'day-of-month', '"0" must be a number from 1 to 31, a range, or "*"'],
    ['cron(0 3 32W * ? *)', 'day-of-month', '"32W" must be a number from 1 to 31, a range, or "*"'],
    ['cron(0 3 L,15 * ? *)', 'day-of-month', '"L" must be a number from 1 to 31, a range, or "*"'],
    ['cron(0 3 * 13 ? *)', 'month', '"13" must be a number from 1 to 12, or "JAN" to "DEC", a range, or "*"'],
    ['cron(0 3 * JANUARY ? *)', 'month', '"JANUARY" must be a number from 1 to 12, or "JAN" to "DEC", a range, or "*"'],
    ['cron(0 3 ? * 0 *)', 'day-of-week', '"0" must be a number from 1 to 7, or "SUN" to "SAT", a range, or "*"'],
    ['cron(0 3 ? * 3#6 *)', 'day-of-week', '"3#6" must be a number from 1 to 7, or "SUN" to "SAT", a range, or "*"'],
    [
      'cron(0 3 ? * 3#1,6#3 *)',
      'day-of-week',
      '"3#1" must be a number from 1 to 7, or "SUN" to "SAT", a range, or "*"',
    ],
    ['cron(0 3 ? * MON/2 *)', 'day-of-week', 'it takes no steps'],
    ['cron(0 3 * * ? 2035-2030)', 'year', '"2035-2030" goes from high to low'],
    ['cron(0 20-24 * * ? *)', 'hours', '"20-24" must be a number from 0 to 23, a range, or "*"'],
    ['cron(1-2-3 3 * * ? *)', 'minutes', '"1-2-3" must be a number from 0 to 59, a range, or "*"'],
    ['cron(*/0 3 * * ? *)', 'minutes', 'the step "0" must be 1 to 59'],
    ['cron(*/60 3 * * ? *)', 'minutes', 'the step "60" must be 1 to 59'],
    ['cron(*/5/5 3 * * ? *)', 'minutes', '"*/5/5" has two steps'],
    ['cron(, 3 * * ? *)', 'minutes', '"" must be a number from 0 to 59, a range, or "*"'],
    ['cron(? 3 * * ? *)', 'minutes', '"?" must be a number from 0 to 59, a range, or "*"'],
    ['cron(0 3 * * ? 1969)', 'year', '"1969" must be a number from 1970 to 2199, a range, or "*"'],
    ['cron(0 3 * * ? 2200)', 'year', '"2200" must be a number from 1970 to 2199, a range, or "*"'],
  ])('cannot be %s, because of one field', (schedule, field, problem) => {
    const given = schedule.slice(5, -1).split(' ')[
      ['minutes', 'hours', 'day-of-month', 'month', 'day-of-week', 'year'].indexOf(field)
    ];
    expect(scheduleProblems({ schedule })).toEqual([
      `schedule: "${schedule}" has a wrong ${field} field, "${given}": ${problem}`,
    ]);
  });
});

// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html#scheduler-CreateSchedule-request-ScheduleExpression
test('a schedule has at most 256 characters', () => {
  const ofLength = (length: number) => `cron(${'0,'.repeat((length - 20) / 2)}0 3 * * ? 2030)`;
  expect(scheduleProblems({ schedule: ofLength(256) })).toEqual([]);
  expect(scheduleProblems({ schedule: ofLength(258) })).toEqual([
    expect.stringMatching(/^schedule: ".*…" \(198 more characters\) has 258 characters; at most 256 are allowed$/),
  ]);
});

describe('a single start', () => {
  // Configurations are checked at 2026-01-15T12:00:00Z here: 21:00 in Tokyo, 07:00 in New York.
  test.each([
    ['at(2026-01-15T12:00:01)', 'UTC'],
    ['at(2026-01-15T21:00:01)', 'Asia/Tokyo'],
    ['at(2026-01-15T07:00:01)', 'America/New_York'],
  ])('may be at %s in %s', (schedule, timeZone) => {
    expect(scheduleProblems({ schedule, timeZone })).toEqual([]);
  });

  test.each([
    ['at(2026-01-15T12:00:00)', 'UTC'],
    ['at(2026-01-15T21:00:00)', 'Asia/Tokyo'],
    ['at(2026-01-15T07:00:00)', 'America/New_York'],
    ['at(1999-12-31T23:59:59)', 'UTC'],
  ])('cannot be at %s in %s, which has passed', (schedule, timeZone) => {
    expect(scheduleProblems({ schedule, timeZone })).toEqual([
      `schedule: "${schedule}" is in the past; remove the task or give it another time`,
    ]);
  });
});

describe('the dates of a cron expression', () => {
  const newYear = new Date('2025-12-31T20:00:00Z'); // already 2026 in Tokyo

  test.each(['2027', '2020-2027', '2025/1', '2020,2030', '*', '*/100'])('may be in %s', (years) => {
    expect(scheduleProblems({ schedule: `cron(0 3 1 1 ? ${years})` })).toEqual([]);
  });

  // Checked at 2026-01-15T12:00:00Z, a Thursday.
  test.each([
    ['1 12 15 1 ? 2026', '0 12 15 1 ? 2026'],
    ['0 13-2 15 1 ? 2026', '0 1-12 15 1 ? 2026'],
    ['0 0 16 1 ? 2026', '0 23 14 1 ? 2026'],
    ['0 0 L 1 ? 2026', '0 0 L 12 ? 2025'],
    ['0 0 17W 1 ? 2026', '0 0 12W 1 ? 2026'],
    ['0 0 ? 1 FRI 2026', '0 0 ? 12 FRI 2025'],
    ['0 0 ? 1 5L 2026', '0 0 ? 12 5L 2025'],
    ['0 0 ? 1 THU#3 2027', '0 0 ? 1 THU#3 2026'],
    ['0 0 ? 1 6#3 2026', '0 0 ? 1 4#2 2026'],
    ['0 0 14-16 1 ? 2026', '0 0 1-15 1 ? 2026'],
    ['0 0 30-2 1 ? 2026', '0 0 1-2 1 ? 2026'],
  ])('may still come, as in %s, and may all have passed, as in %s', (coming, passed) => {
    expect(scheduleProblems({ schedule: `cron(${coming})`, timeZone: 'UTC' })).toEqual([]);
    expect(scheduleProblems({ schedule: `cron(${passed})`, timeZone: 'UTC' })).toEqual([
      `schedule: "cron(${passed})" is in the past; remove the task or give it another time`,
    ]);
  });

  test.each(['1 1 ? 2025', '1 1 ? 2020-2025', '? 1 MON 1970,2025', '29 2 ? 2024,2027'])(
    'cannot all have passed, as in %s',
    (days) => {
      expect(scheduleProblems({ schedule: `cron(0 3 ${days})` })).toEqual([
        `schedule: "cron(0 3 ${days})" is in the past; remove the task or give it another time`,
      ]);
    },
  );

  test('are those of the time zone', () => {
    expect(isPast('cron(0 23 * * ? 2025)', 'Asia/Tokyo', newYear)).toBe(true);
    expect(isPast('cron(0 23 * * ? 2025)', 'UTC', newYear)).toBe(false);
  });
});

describe('a time zone', () => {
  // https://data.iana.org/time-zones/tzdb/zone1970.tab and, for the older names, https://data.iana.org/time-zones/tzdb/backward
  test.each([
    ...[
      'UTC',
      'Etc/UTC',
      'GMT',
      'Etc/GMT+9',
      'Asia/Tokyo',
      'America/Argentina/Buenos_Aires',
      'Asia/Kolkata',
      'Europe/Kyiv',
    ],
    ...['US/Eastern', 'Asia/Calcutta', 'EST5EDT', 'EST', 'Japan', 'Europe/Kiev', 'America/Ciudad_Juarez', 'Zulu'],
  ])('may be %s', (timeZone) => {
    expect(scheduleProblems({ timeZone })).toEqual([]);
  });

  test.each([
    ['Asia/Tokio', '; did you mean "Asia/Tokyo"?'],
    ['asia/tokyo', '; did you mean "Asia/Tokyo"?'],
    ['Tokyo', '; did you mean "Asia/Tokyo"?'],
    ['+09:00', ''],
    ['asia/kolkata', '; did you mean "Asia/Kolkata"?'],
    ['Etc/utc', '; did you mean "Etc/UTC"?'],
    ['utc', '; did you mean "UTC"?'],
    ['Factory', ''],
    ['x'.repeat(50), ''],
    ['Mars/Olympus_Mons', ''],
  ])('cannot be %s', (timeZone, suggestion) => {
    expect(scheduleProblems({ timeZone })).toEqual([`timeZone: "${timeZone}" is not an IANA time zone${suggestion}`]);
  });

  // Names of ICU, which Intl takes and the IANA database does not have.
  test.each(['JST', 'PST', 'IST', 'AST', 'BST', 'US/Pacific-New', 'SystemV/PST8', 'ASIA/TOKYO', 'Asia/Tokyo ', ''])(
    'cannot be %j',
    (timeZone) => {
      expect(scheduleProblems({ timeZone })).toEqual([expect.stringContaining(' is not an IANA time zone')]);
    },
  );
});

test.each<Partial<ScheduledTaskDefinition>>([
  { maximumRetryAttempts: 0, maximumEventAgeSeconds: 60 },
  { maximumRetryAttempts: 185, maximumEventAgeSeconds: 86400 },
])('a failed start may be tried again as in %j', (settings) => {
  expect(scheduleProblems(settings)).toEqual([]);
});

test.each<[keyof ScheduledTaskDefinition, number, string]>([
  ['maximumRetryAttempts', -1, '0 to 185'],
  ['maximumRetryAttempts', 186, '0 to 185'],
  ['maximumEventAgeSeconds', 59, '60 to 86400'],
  ['maximumEventAgeSeconds', 86401, '60 to 86400'],
])('%s cannot be %d', (field, value, bounds) => {
  expect(scheduleProblems({ [field]: value })).toEqual([`${field}: ${value} must be a whole number, ${bounds}`]);
});

// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Tag.html: 1 to 256 characters, of the schedule group here
test('a tag is not empty where there are scheduled tasks', () => {
  const report = { image: 'report:1', size: { cpu: 256, memoryMiB: 512 }, schedule: 'rate(1 day)', timeZone: 'UTC' };
  expect(problemsWith({ tags: { team: 'x' }, scheduledTasks: { report } })).toEqual([]);
  expect(problemsWith({ tags: { team: '' }, scheduledTasks: {} })).toEqual([]);
  expect(problemsWith({ tags: { team: '' }, scheduledTasks: { report } })).toEqual([
    'tags.team: must not be empty where there are scheduled tasks: EventBridge Scheduler takes no empty tag',
  ]);
});
