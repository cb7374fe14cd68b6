import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/lib/api';
import { type LiveEvent, useLiveEvents } from '@/lib/live';

export type SessionSummary = Schemas['SessionSummaryDto'];
export type SessionDetails = Schemas['SessionDetailsDto'];

export const sessionKeys = {
  list: ['sessions'] as const,
  one: (sessionId: string) => ['sessions', sessionId] as const,
};

/** All sessions of the user; their statuses change as they happen. */
export function useSessions() {
  const queries = useQueryClient();
  useLiveEvents((event) => {
    const status = statusOf(event);
    if (status === undefined) return;
    let known = false;
    queries.setQueryData<SessionSummary[]>(sessionKeys.list, (sessions) =>
      sessions?.map((session) => {
        if (session.sessionId !== event.sessionId) return session;
        known = true;
        return { ...session, status };
      }),
    );
    // One that was made elsewhere; and with a phone comes a number.
    if (!known || event.type === 'session.paired')
      void queries.invalidateQueries({ queryKey: sessionKeys.list, exact: true });
  });
  return useQuery({
    queryKey: sessionKeys.list,
    queryFn: async () => (await answer(api.GET('/api/v1/sessions'))).sessions,
  });
}

/** Everything about a session, as it changes. */
export function useSession(sessionId: string) {
  const queries = useQueryClient();
  useLiveEvents((event) => {
    if (event.sessionId !== sessionId || !event.type.startsWith('session.')) return;
    const status = statusOf(event);
    if (status !== undefined) {
      queries.setQueryData<SessionDetails>(sessionKeys.one(sessionId), (session) => session && { ...session, status });
    }
    if (event.type !== 'session.qr')
      void queries.invalidateQueries({ queryKey: sessionKeys.one(sessionId), exact: true });
  });
  return useQuery({
    queryKey: sessionKeys.one(sessionId),
    queryFn: () => answer(api.GET('/api/v1/sessions/{sessionId}', { params: { path: { sessionId } } })),
  });
}

function statusOf({ type, data }: LiveEvent): SessionSummary['status'] | undefined {
  if (type !== 'session.status' && type !== 'session.qr' && type !== 'session.paired') return undefined;
  return (data as { status?: SessionSummary['status'] }).status;
}
