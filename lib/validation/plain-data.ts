/** Takes the place of something in what a schema checks. A function, because no schema takes one. */
type StandIn = (() => void) & { readonly [STANDS_FOR]: unknown };

const STANDS_FOR = Symbol('what it stands for');

/**
 * A copy of a configuration in which everything that is neither plain data nor a value by itself, such as a `Map`, a `Date` or a list
 * with gaps, is replaced by something that no schema takes. Otherwise it would pass for an object that lacks all its fields, or that
 * has the wrong ones: many problems for one mistake. `kind` says what was given.
 */
export function plainData(value: unknown, copies = new Map<unknown, unknown>()): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (copies.has(value)) {
    return copies.get(value);
  }
  if (Array.isArray(value) ? firstGap(value) !== undefined : !isPlain(value)) {
    const standIn: StandIn = Object.assign(() => undefined, { [STANDS_FOR]: value });
    return standIn;
  }
  const copy: object = Array.isArray(value) ? [] : {};
  // First, because a configuration may refer to itself.
  copies.set(value, copy);
  for (const [key, member] of Object.entries(value)) {
    // An assignment to `__proto__` would do something else.
    Object.defineProperty(copy, key, {
      value: plainData(member, copies),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copy;
}

/** What was really given. */
export function original(value: unknown): unknown {
  return typeof value === 'function' && STANDS_FOR in value ? value[STANDS_FOR] : value;
}

/** Whether an object is of no class: its prototype is that of all objects, or none. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The first position of a list at which there is nothing. */
export function firstGap(list: readonly unknown[]): number | undefined {
  for (let index = 0; index < list.length; index += 1) {
    if (!(index in list)) {
      return index;
    }
  }
  return undefined;
}
