import { alternatives, closest, didYouMean } from '../validation/messages';
import names from './time-zones.json';

const NAMES: ReadonlySet<string> = new Set(names);

const LONGEST = Math.max(...names.map(({ length }) => length));

/**
 * What is wrong with a time zone, which must be a name of the IANA database exactly as it is written there. Its older and other names
 * count, too (`US/Eastern`, `Asia/Calcutta`, `EST5EDT`). Not `Intl`, which ignores case, which EventBridge Scheduler does not, and
 * takes names of its own, such as JST and PST.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#time-zones
 */
export function timeZoneProblem(timeZone: string): string | undefined {
  return NAMES.has(timeZone) ? undefined : `is not an IANA time zone${suggestion(timeZone)}`;
}

/** What clocks show in a time zone, as `2030-01-31T03:00:00`. */
export function localTime(time: Date, timeZone: string): string {
  // Swedish writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: isKnownToIntl(timeZone) ? timeZone : 'UTC',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return format.format(time).replace(' ', 'T');
}

/** An old Node.js does not know a new zone. */
function isKnownToIntl(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function suggestion(timeZone: string): string {
  if (timeZone.length > LONGEST) {
    return '';
  }
  const cities = new Map(names.map((name) => [name.slice(name.lastIndexOf('/') + 1), name]));
  const byCity = cities.get(closest(timeZone, [...cities.keys()]) ?? '');
  return didYouMean(timeZone, names) || (byCity === undefined ? '' : `; did you mean ${alternatives([byCity])}?`);
}
