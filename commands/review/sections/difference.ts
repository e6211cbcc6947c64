/** Things before and after a change. */
export interface Difference<T> {
  readonly gained: readonly T[];
  readonly lost: readonly T[];
  readonly kept: readonly T[];
}

/** @param keyOf - what is the same for what is the same thing */
export function difference<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): Difference<T> {
  const [old, now] = [byKey(before, keyOf), byKey(after, keyOf)];
  return {
    gained: [...now].filter(([key]) => !old.has(key)).map(([, item]) => item),
    lost: [...old].filter(([key]) => !now.has(key)).map(([, item]) => item),
    kept: [...now].filter(([key]) => old.has(key)).map(([, item]) => item),
  };
}

function byKey<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  const keyed = items.map((item) => [keyOf(item), item] as const);
  return new Map(keyed.sort(([a], [b]) => (a < b ? -1 : Number(a > b))));
}
