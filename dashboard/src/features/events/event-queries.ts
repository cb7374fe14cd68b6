import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/lib/api';
import { type LiveEvent, useLiveEvents } from '@/lib/live';

export interface EventFilter {
  /** Null: all of them. */
  sessionId: string | null;
  /** None: all of them. */
  types: LiveEvent['type'][];
}

type Page = Schemas['EventListDto'];

const PAGE = 100;
/** `types=a,b`. */
const COMMAS = { array: { style: 'form', explode: false } } as const;

/** The log with this filter, newest first, a page at a time; what happens meanwhile is put on top. */
export function useEventLog({ sessionId, types }: EventFilter) {
  const queries = useQueryClient();
  const queryKey = ['events', sessionId, types];
  useLiveEvents((event) => {
    if (sessionId !== null && event.sessionId !== sessionId) return;
    if (types.length > 0 && !types.includes(event.type)) return;
    queries.setQueryData<InfiniteData<Page>>(queryKey, (data) => data && withEvent(data, event));
  });
  return useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => {
      const query = {
        order: 'desc' as const,
        limit: PAGE,
        ...(pageParam !== null && { after: pageParam }),
        ...(sessionId !== null && { sessionId }),
        ...(types.length > 0 && { types }),
      };
      return answer(api.GET('/api/v1/events', { params: { query }, querySerializer: COMMAS }));
    },
    getNextPageParam: ({ events, pagination }) => (events.length < pagination.limit ? null : pagination.nextCursor),
  });
}

/** What was read and what comes live overlap. */
function withEvent(data: InfiniteData<Page>, event: LiveEvent): InfiniteData<Page> {
  const [first, ...rest] = data.pages;
  if (first === undefined || first.events.some(({ id }) => id === event.id)) return data;
  const longer = { ...first, events: [event, ...first.events] };
  return { ...data, pages: [longer, ...rest] };
}
