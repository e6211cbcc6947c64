import { requestUnless } from './aws-failure';

/**
 * What all pages of a list contain.
 *
 * @param action - the permission that the requests need, for example `ecs:ListServices`
 * @param items - what one page contains
 * @param absent - the errors for something that does not exist, and so contains nothing
 */
export async function listAll<Page, Item>(
  action: string,
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
  absent: readonly string[] = [],
): Promise<Item[]> {
  const found = await requestUnless(absent, action, async () => {
    const all: Item[] = [];
    for await (const page of pages) {
      all.push(...(items(page) ?? []));
    }
    return all;
  });
  return found ?? [];
}
