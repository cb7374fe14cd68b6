import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/lib/api';

export type ApiKey = Schemas['ApiKeyDto'];
export type Scope = ApiKey['scopes'][number];

const LIST = ['api-keys'] as const;
const PAGE = 100;

/** What each scope lets a program do, in words. The type sees to it that none is missing. */
export const SCOPES: Record<Scope, string> = {
  'sessions:read': 'see sessions',
  'sessions:manage': 'make, connect and delete sessions',
  'messages:send': 'send messages',
  'messages:read': 'read chats and messages',
  'webhooks:manage': 'see and change webhooks',
  'events:read': 'read the event log',
};
export const ALL_SCOPES = Object.keys(SCOPES) as Scope[];

export function useApiKeys() {
  return useInfiniteQuery({
    queryKey: LIST,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/api-keys', { params: { query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } } }),
      ),
    getNextPageParam: ({ pagination }) => pagination.nextCursor,
    select: ({ pages }) => pages.flatMap(({ apiKeys }) => apiKeys),
  });
}

export type NewKey = Schemas['CreateApiKeyDto'];

export function useCreateKey() {
  const changed = useChanged();
  return useMutation({
    meta: { shown: true },
    mutationFn: (body: NewKey) => answer(api.POST('/api/v1/api-keys', { body })),
    onSuccess: changed,
  });
}

/** The key as it was stays good for so many hours. */
export function useRotateKey(id: string) {
  const changed = useChanged();
  return useMutation({
    meta: { shown: true },
    mutationFn: (overlapHours: number) =>
      answer(api.POST('/api/v1/api-keys/{id}/rotate', { params: { path: { id } }, body: { overlapHours } })),
    onSuccess: changed,
  });
}

export function useRevokeKey(id: string) {
  const changed = useChanged();
  return useMutation({
    meta: { shown: true },
    mutationFn: () => answer(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } })),
    onSuccess: changed,
  });
}

function useChanged() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: LIST });
}
