// SQLSTATE classes: 08 connection, 40 rolled back by a conflict, 53 out of resources, 55 lock not to be had, 57 cancelled.
const PASSING_STATE = /^(08|40|53|55|57)[0-9A-Z]{3}$/;

/** True for a failure that says something about the database's hour and nothing about the fact: worth any number of tries. */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && PASSING_STATE.test(String(error.code));
}

/**
 * How many facts to try after a batch of `limit` failed with `applied` of them fine: those before the bad one, so that it
 * comes first; else one alone. Always less than `limit`.
 */
export function smallerBatch(limit: number, applied: number): number {
  return applied > 0 && applied < limit ? applied : 1;
}
