interface View {
  /** Pixels that are scrolled away, and that are to be seen. */
  top: number;
  height: number;
}

interface List {
  rows: number;
  rowPx: number;
  /** So many rows more on either side, so that a quick scroll shows no gap. */
  overscan: number;
}

/** Which rows of a long list have to be there: from `first` to before `last`. */
export function windowOf({ top, height }: View, { rows, rowPx, overscan }: List): { first: number; last: number } {
  const first = Math.max(0, Math.floor(top / rowPx) - overscan);
  const last = Math.min(rows, Math.ceil((top + height) / rowPx) + overscan);
  return { first: Math.min(first, last), last };
}
