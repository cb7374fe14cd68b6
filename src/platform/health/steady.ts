/** What a check is taken for, over single looks that may be wrong. */
export interface Standing {
  isOk: boolean;
  /** Looks in a row that say the opposite. */
  against: number;
  lookedAt: number;
}

/** So many looks in a row change what a check is taken for. */
export const LOOKS_TO_CHANGE = 2;
/** A look that is older says nothing of now. */
export const OUTDATED_AFTER_MS = 30_000;

/**
 * One slow answer is no outage, and one good one no recovery: it takes two looks in a row, a second or more apart, to change.
 * The first look, and one after a long time without any, counts at once. Times are in ms, of a clock that nobody sets.
 */
export function afterLook(before: Standing | null, isOk: boolean, at: number): Standing {
  if (before === null || at - before.lookedAt > OUTDATED_AFTER_MS) return { isOk, against: 0, lookedAt: at };
  if (isOk === before.isOk) return { isOk, against: 0, lookedAt: at };
  const against = before.against + 1;
  return against < LOOKS_TO_CHANGE ? { isOk: before.isOk, against, lookedAt: at } : { isOk, against: 0, lookedAt: at };
}
