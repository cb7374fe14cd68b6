import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answer, api } from '@/lib/api';
import { type LiveEvent, useLiveEvents } from '@/lib/live';

export interface EventFilter {
  /** Null: all of them. */
  sessionId: string | null;
  /** None: all of them. */
  types: LiveEvent['type'][];
}

const PAGE = 500;
/** So many are read without being asked for; the log tells the oldest first, and one wants to see the newest. */
const READ_AHEAD_PAGES = 20;
const KEPT_LIVE = 5_000;

/** The log with this filter, newest first, and what happens meanwhile. `readOn` is there while the newest are still to be read. */
export function useEventLog({ sessionId, types }: EventFilter) {
  const [fresh, setFresh] = useState<LiveEvent[]>([]);
  const wanted = (event: LiveEvent) =>
    (sessionId === null || event.sessionId === sessionId) && (types.length === 0 || types.includes(event.type));
  useLiveEvents((event) => {
    if (wanted(event)) setFresh((known) => [event, ...known].slice(0, KEPT_LIVE));
  });
  useEffect(() => setFresh([]), [sessionId, types]);

  const log = useInfiniteQuery({
    queryKey: ['events', sessionId, types],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/events', {
          params: {
            query: {
              limit: PAGE,
              ...(pageParam && { after: pageParam }),
              ...(sessionId && { sessionId }),
              ...(types.length > 0 && { types }),
            },
          },
          querySerializer: { array: { style: 'form', explode: false } },
        }),
      ),
    getNextPageParam: ({ events, pagination }) => (events.length < PAGE ? null : pagination.nextCursor),
    // It is read from its beginning; what comes later comes live.
    staleTime: Infinity,
    gcTime: 0,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = log;
  const pages = data?.pages ?? [];
  const goesOn = hasNextPage && !isFetchingNextPage && pages.length % READ_AHEAD_PAGES !== 0;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage, pages.length]);

  return {
    ...log,
    events:
      data &&
      newestFirst(
        fresh,
        pages.flatMap(({ events }) => events),
      ),
    readOn: hasNextPage ? () => void fetchNextPage() : undefined,
  };
}

/** What was read and what came live overlap. */
function newestFirst(fresh: LiveEvent[], read: LiveEvent[]): LiveEvent[] {
  const known = new Set(read.map(({ id }) => id));
  return [...fresh.filter(({ id }) => !known.has(id)), ...read.toReversed()];
}
