import type { DaysByKind } from '../../platform/config/index.js';
import { firstIdAt } from './stored-at.js';

const DAY_MS = 86_400_000;

/** Messages whose row was made before an id are over: the kinds that are named by their own, all others by `others`. */
export interface Limits {
  /** Null: kept for ever. */
  others: string | null;
  byKind: Record<string, string | null>;
}

export function limitsAt(now: Date, { others, byKind }: DaysByKind): Limits {
  const limit = (days: number) => (days === 0 ? null : firstIdAt(new Date(now.getTime() - days * DAY_MS)));
  const kinds = Object.entries(byKind).map(([kind, days]) => [kind, limit(days)] as const);
  return { others: limit(others), byKind: Object.fromEntries(kinds) };
}
