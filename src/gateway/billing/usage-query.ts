import { Problem } from '../../contracts/index.js';

export const USAGE_GROUPS = ['hour', 'day', 'session', 'kind', 'key'] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

export interface UsageQuery {
  from: Date;
  to: Date;
  groupBy: UsageGroup;
}

const MAX_DAYS: Record<'hour' | 'other', number> = { hour: 40, other: 3660 };
const DAY_MS = 86_400_000;

/** What is asked for, with what was left out. Throws VALIDATION_FAILED when the time is none, or too long for hours. */
export function usageQuery(wish: { from?: string; to?: string; groupBy: UsageGroup }, now: Date): UsageQuery {
  const { groupBy } = wish;
  const to = wish.to ? new Date(wish.to) : now;
  const from = wish.from ? new Date(wish.from) : new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth(), 1));
  if (from >= to) throw wrong('from', 'must be earlier than to');
  const days = MAX_DAYS[groupBy === 'hour' ? 'hour' : 'other'];
  if (to.getTime() - from.getTime() > days * DAY_MS) throw wrong('to', `must be at most ${days} days after from`);
  return { from, to, groupBy };
}

function wrong(pointer: string, detail: string): Problem {
  return new Problem('VALIDATION_FAILED', `${pointer} ${detail}.`, { errors: [{ pointer, detail }] });
}
