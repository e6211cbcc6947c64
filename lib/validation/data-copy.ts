import { shown } from './messages';
import { isObject, type Path } from './object-schema';
import { isPlain } from './plain-data';
import type { Problem } from './problems';

// Nothing of a configuration is as deep, as long or as much. Beyond it, a mistake would only take long to be found.
const MAXIMUM_DEPTH = 20;
const MAXIMUM_TEXT = 65_536;
const MAXIMUM_MEMBERS = 10_000;
const MAXIMUM_SIZE = 20_000_000;

/** Half of a character, which UTF-8 cannot say: AWS would get another one. */
const LONE_SURROGATE = /\p{Cs}/u;

/** How cdktf marks what it will replace by a reference, and the texts that are the values of a map that is one. */
const TOKEN = /[$#&]\{TfToken\[|^(?:String|Any) Map Token Value$/;

/**
 * In a text, cdktf takes numbers that nobody writes for such marks, too: those of which the first 16 bits are `fdff`, about -8.1e298 to
 * -8.4e298. Only those: the ids of AWS are hexadecimal, and many contain what looks like a number, as `subnet-0e300…`.
 */
const NUMBER = /-[\d.]{1,400}e\+?\d{1,3}/g;
const isMark = (number: number) => number > -(2 ** 993) && number <= -1.9375 * 2 ** 992;

/**
 * A copy in which is nothing but data, so that whoever reads it later finds what was checked: getters and proxies run here, and never
 * again. What cannot be copied is a problem: a getter that throws, a symbol as a key, a text of which cdktf or UTF-8 would make another one.
 *
 * Of an object of a class only the name of the class is left, and of a function that it is one: a schema says what belongs there.
 */
export function copyOfData(original: unknown): { readonly copy: unknown; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  let size = 0;

  /** @param above - the objects that the value is in, with their copies: it may be one of them */
  function copyOf(read: () => unknown, path: Path, above: ReadonlyMap<unknown, unknown>): unknown {
    try {
      const value = read();
      if (above.has(value)) {
        return above.get(value);
      }
      const problem = problemOf(value, above.size);
      if (problem !== undefined) {
        problems.push({ path, message: problem });
        return undefined;
      }
      size += typeof value === 'string' ? value.length + 1 : 1;
      if (size > MAXIMUM_SIZE || !isObject(value)) {
        return typeof value === 'function' ? () => undefined : value;
      }
      return copyOfObject(value, path, above);
    } catch (error) {
      problems.push({ path, message: `cannot be read: ${reasonOf(error)}` });
      return undefined;
    }
  }

  function copyOfObject(object: object, path: Path, above: ReadonlyMap<unknown, unknown>): unknown {
    const isList = Array.isArray(object);
    if (!isList && !isPlain(object)) {
      const { name }: { name: unknown } = object.constructor;
      const constructor = Object.defineProperty(() => undefined, 'name', { value: String(name) });
      return Object.create({ constructor });
    }
    const copy = isList ? new Array<unknown>(object.length) : {};
    const within = new Map([...above, [object, copy]]);
    for (const key of Object.keys(object)) {
      const at = [...path, isList ? Number(key) : key];
      const problem = textProblem(key);
      if (problem !== undefined) {
        problems.push({ path: at, message: problem });
      }
      const value = copyOf(() => (object as Record<string, unknown>)[key], at, within);
      // An assignment to `__proto__` would do something else.
      Object.defineProperty(copy, key, { value, enumerable: true });
    }
    return copy;
  }

  const copy = copyOf(() => original, [], new Map());
  const tooMuch = { path: [], message: `must have at most ${MAXIMUM_SIZE} characters and values` };
  return { copy, problems: size > MAXIMUM_SIZE ? [tooMuch] : problems };
}

function problemOf(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') {
    return textProblem(value);
  }
  if (!isObject(value)) {
    return undefined;
  }
  if (depth === MAXIMUM_DEPTH) {
    return 'is nested too deeply';
  }
  // What is of a class has keys of its own making, and is refused as such.
  if (isPlain(value) && Object.getOwnPropertySymbols(value).length > 0) {
    return 'must not have symbols as keys';
  }
  const members = Object.keys(value).length;
  return members > MAXIMUM_MEMBERS ? `has ${members} members; at most ${MAXIMUM_MEMBERS} are allowed` : undefined;
}

function textProblem(text: string): string | undefined {
  if (text.length > MAXIMUM_TEXT) {
    return `has ${text.length} characters; at most ${MAXIMUM_TEXT} are allowed`;
  }
  if (LONE_SURROGATE.test(text)) {
    return 'must not contain half of a character (a lone surrogate)';
  }
  const isToken = TOKEN.test(text) || (text.match(NUMBER) ?? []).some((number) => isMark(Number(number)));
  return isToken ? 'must not contain what cdktf takes for a reference ("TfToken")' : undefined;
}

function reasonOf(error: unknown): string {
  try {
    return shown(String(error));
  } catch {
    return 'reading it throws';
  }
}
