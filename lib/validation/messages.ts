import { distance } from 'fastest-levenshtein';
import { containsCredential } from './credential-patterns';
import { firstGap, isPlain, original } from './plain-data';
import { visible } from './visible-text';

const SHOWN_LENGTH = 60;

const SHOWN_ALTERNATIVES = 25;

/** A given value as a message shows it: quoted, escaped, shortened, and hidden if it looks like a credential. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    return containsCredential(value) ? '(a value that looks like a secret)' : quoted(value);
  }
  return Object.is(value, -0) ? '-0' : isShort(value) ? String(value) : kind(value);
}

/** Whether a value is of a type that can be shown as it is: text, true, false, or what is a number also for people. */
export function isShowable(value: unknown): boolean {
  return typeof value === 'string' || isShort(value);
}

function isShort(value: unknown): boolean {
  return typeof value === 'boolean' || Number.isFinite(value);
}

function quoted(text: string): string {
  if (text.length <= SHOWN_LENGTH) {
    return visible(JSON.stringify(text));
  }
  // Not in the middle of a pair.
  const start = text.slice(0, SHOWN_LENGTH).replace(/[\ud800-\udbff]$/, '');
  return `${visible(JSON.stringify(`${start}…`))} (${text.length - start.length} more characters)`;
}

/** What sort of thing a value is, for where the value itself must not be shown. */
export function kind(given: unknown): string {
  const value = original(given);
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return Number.isFinite(value) ? 'a number' : String(value);
    case 'boolean':
      return String(value);
    case 'undefined':
      return 'nothing';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? kindOfList(value) : kindOfObject(value);
    default:
      return `a ${typeof value}`;
  }
}

function kindOfList(list: readonly unknown[]): string {
  const gap = firstGap(list);
  return gap === undefined ? 'a list' : `a list that lacks item ${gap}`;
}

function kindOfObject(value: object): string {
  if (isPlain(value)) {
    return 'an object';
  }
  const { constructor }: { readonly constructor?: unknown } = value;
  const name = typeof constructor === 'function' ? constructor.name : '';
  return /^[A-Z]\w{0,30}$/i.test(name) ? `${/^[AEIO]/i.test(name) ? 'an' : 'a'} ${name}` : 'an object of a class';
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

/** The end of a message about an unknown name: a suggestion if one is close, else all that are known; nothing if none is. */
export function chooseFrom(given: string, known: readonly string[]): string {
  return didYouMean(given, known) || (known.length === 0 ? '' : `; choose ${alternatives(known)}`);
}

/** `"tcp", "udp" or "all"`; of many, the first. */
export function alternatives(values: readonly unknown[]): string {
  const left = values.length - SHOWN_ALTERNATIVES;
  const all = [...values.slice(0, SHOWN_ALTERNATIVES).map(shown), ...(left > 0 ? [`one of ${left} more`] : [])];
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all[all.length - 1]}`;
}
