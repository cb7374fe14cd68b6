import type { InfiniteData } from '@tanstack/react-query';

/** A page of a list that is newest first; its cursor gives older ones. */
export interface ListPage<T> {
  items: T[];
  nextCursor: string | null;
}

/**
 * A list after its first page was fetched anew: what is newer than what was known stands before it, and nothing stands there twice.
 * Where the two have nothing in common there may be a gap between them, and the list begins anew.
 */
export function withFresh<T>(
  known: InfiniteData<ListPage<T>, string | undefined>,
  fresh: ListPage<T>,
  keyOf: (item: T) => string,
): InfiniteData<ListPage<T>, string | undefined> {
  const freshKeys = new Set(fresh.items.map(keyOf));
  const rest = known.pages.map((page) => ({
    ...page,
    items: page.items.filter((item) => !freshKeys.has(keyOf(item))),
  }));
  const [first, ...older] = rest;
  const inCommon = known.pages.some(({ items }, at) => items.length > (rest[at]?.items.length ?? 0));
  if (first === undefined || (!inCommon && fresh.nextCursor !== null))
    return { pages: [fresh], pageParams: [undefined] };
  const { nextCursor } = known.pages.length === 1 && first.items.length === 0 ? fresh : first;
  return { ...known, pages: [{ items: [...fresh.items, ...first.items], nextCursor }, ...older] };
}
