import { useQuery } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/lib/api';

export type Limits = Schemas['LimitsDto'];

const DAY_MS = 24 * 60 * 60 * 1000;
const REFRESH_MS = 15_000;

/** What is left of the plan. */
export function useLimits() {
  return useQuery({
    queryKey: ['limits'],
    queryFn: () => answer(api.GET('/api/v1/billing/limits')),
    refetchInterval: REFRESH_MS,
  });
}

/** Messages of each of the last `days` days, which are those of UTC, today's last; a day without any has 0. */
export function useDailyUsage(days: number) {
  return useQuery({
    queryKey: ['usage', days],
    queryFn: async () => {
      const names = lastDays(days, new Date());
      const from = `${names[0] ?? ''}T00:00:00Z`;
      const call = api.GET('/api/v1/billing/usage', {
        params: { query: { groupBy: 'day', from }, header: { accept: 'application/json' } },
      });
      // The other type is that of the table which `Accept: text/csv` asks for.
      const { usage } = (await answer(call)) as Schemas['UsageDto'];
      const counts = new Map(usage.map(({ group, messages }) => [group.slice(0, 10), messages]));
      return names.map((day) => ({ day, messages: counts.get(day) ?? 0 }));
    },
    refetchInterval: REFRESH_MS,
  });
}

export type DailyUsage = { day: string; messages: number }[];

function lastDays(days: number, now: Date): string[] {
  return Array.from({ length: days }, (_, at) =>
    new Date(now.getTime() - (days - 1 - at) * DAY_MS).toISOString().slice(0, 10),
  );
}
