/** A page of a list, and where the next one begins; null on the last page. */
export interface Page<Row> {
  rows: Row[];
  nextCursor: string | null;
}

/** Cuts a page out of `limit + 1` rows: the row too many says that there is a next page. A cursor is the last id shown. */
export function pageOf<Row extends { id: string }>(found: Row[], limit: number): Page<Row> {
  const rows = found.slice(0, limit);
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}
