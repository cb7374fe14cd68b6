import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sessionKeys } from '@/features/sessions/session-queries';
import { answer, api } from '@/lib/api';

const CALLS = {
  connect: (sessionId: string) => answer(api.POST('/api/v1/sessions/{sessionId}/connect', at(sessionId))),
  restart: (sessionId: string) => answer(api.POST('/api/v1/sessions/{sessionId}/restart', at(sessionId))),
  /** Keeps the pairing: nothing is lost. */
  stop: (sessionId: string) =>
    answer(api.POST('/api/v1/sessions/{sessionId}/stop', { ...at(sessionId), body: { logout: false } })),
  logout: (sessionId: string) => answer(api.POST('/api/v1/sessions/{sessionId}/logout', at(sessionId))),
};

/** Asks something of the session; its details are fetched anew when that is answered. */
export function useSessionCall(sessionId: string, what: keyof typeof CALLS) {
  const queries = useQueryClient();
  return useMutation<unknown, Error, void>({
    meta: { shown: what === 'logout' },
    mutationFn: () => CALLS[what](sessionId),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionKeys.one(sessionId), exact: true }),
  });
}

function at(sessionId: string) {
  return { params: { path: { sessionId } } };
}
