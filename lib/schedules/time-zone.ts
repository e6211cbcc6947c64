import { alternatives, closest, didYouMean } from '../validation/messages';

/** What is wrong with a time zone, which must be a name of the IANA database as it is written there. */
export function timeZoneProblem(timeZone: string): string | undefined {
  const canonical = canonicalName(timeZone);
  if (canonical === undefined) {
    return `is not an IANA time zone${suggestion(timeZone)}`;
  }
  // Intl ignores case, EventBridge Scheduler does not. A name that Intl replaces by a newer one is left as it is.
  const miswritten = canonical !== timeZone && canonical.toLowerCase() === timeZone.toLowerCase();
  return miswritten ? `is not an IANA time zone; did you mean ${alternatives([canonical])}?` : undefined;
}

function canonicalName(timeZone: string): string | undefined {
  // Newer versions of Intl take offsets such as "+09:00" too.
  if (!/^[A-Za-z]/.test(timeZone)) {
    return undefined;
  }
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function suggestion(timeZone: string): string {
  const known = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
  const cities = new Map(known.map((name) => [name.slice(name.lastIndexOf('/') + 1), name]));
  const byCity = cities.get(closest(timeZone, [...cities.keys()]) ?? '');
  return didYouMean(timeZone, known) || (byCity === undefined ? '' : `; did you mean ${alternatives([byCity])}?`);
}
