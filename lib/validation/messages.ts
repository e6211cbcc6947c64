import { distance } from 'fastest-levenshtein';
import { containsCredential } from './credential-patterns';

const SHOWN_LENGTH = 60;

/** A given value as a message shows it: quoted, shortened, and hidden if it looks like a credential. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    if (containsCredential(value)) {
      return '(a value that looks like a secret)';
    }
    return escapeControls(JSON.stringify(value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH)}…` : value));
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : kind(value);
}

// JSON leaves these as they are, and a terminal obeys some of them.
function escapeControls(text: string): string {
  return text.replace(/[\u007f-\u009f]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

/** What sort of thing a value is, for where the value itself must not be shown. */
export function kind(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  const kinds: Record<string, string> = {
    string: 'text',
    number: 'a number',
    boolean: 'true or false',
    object: 'an object',
  };
  return kinds[typeof value] ?? `a ${typeof value}`;
}

/** The known name that a given one is probably meant to be. */
export function closest(given: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((name) => ({ name, edits: distance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, edits }) => edits < name.length && edits <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.edits - b.edits);
  return best?.name;
}

/** The end of a message about an unknown name: a suggestion if one is close, else nothing. */
export function didYouMean(given: string, known: readonly string[]): string {
  const name = closest(given, known);
  return name === undefined ? '' : `; did you mean ${shown(name)}?`;
}

/** The number of a list that is closest to a given one; the greater of two. */
export function nearest(numbers: readonly number[], given: number): number | undefined {
  return [...numbers].sort((a, b) => Math.abs(a - given) - Math.abs(b - given) || b - a)[0];
}

/** `"tcp", "udp" or "all"` */
export function alternatives(values: readonly unknown[]): string {
  const all = values.map(shown);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all[all.length - 1]}`;
}
