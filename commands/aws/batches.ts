import pMap from 'p-map';

/** Parts of a list with at most so many elements each, as many APIs take them. */
export function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Results in the order of the items, with so many in work at a time that AWS does not throttle. */
export function mapConcurrently<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  concurrency = 8,
): Promise<R[]> {
  return pMap(items, work, { concurrency });
}
