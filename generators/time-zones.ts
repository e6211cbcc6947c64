import data from 'tzdata';

/** A placeholder of the database for a clock that nobody has set. */
const NO_ZONE = 'Factory';

/** The names of the IANA database: its zones, and its links, which are older or other names of a zone. */
export function timeZones(): string[] {
  return Object.keys(data.zones)
    .filter((name) => name !== NO_ZONE)
    .sort();
}
