/** What Terraform knows of a resource, as JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Whether a value is an object of JSON. */
export function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A block of Terraform, which is a list in a plan, and an object or a list in a configuration. */
export function blocks(value: unknown): Attributes[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

/** The first block. */
export function block(value: unknown): Attributes {
  return blocks(value)[0] ?? {};
}

/** Whether a value says nothing: it was not given, or is as AWS gives what was not. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === false || isEmpty(value);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** The texts of a value that is a text or a list of them. */
export function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}

/** A text, or what a number or truth value looks like. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** A number, also one that is written as a text. */
export function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : undefined;
}

/** The JSON in a text; nothing if it contains none. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') {
    return undefined;
  }
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/**
 * A value as a text that is the same for the same value: keys sorted, nothing that is null, a single block as the block, and what JSON
 * in a text says.
 */
export function canonical(value: unknown): string {
  const json = parsed(value);
  return JSON.stringify([sorted(typeof json === 'object' ? json : value)]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return list.length === 1 && isObject(list[0]) ? sorted(list[0]) : list.map(sorted);
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]): [string, unknown] => [key, sorted(item)]),
  );
}
