import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/lib/api';

export type Webhook = Schemas['WebhookDto'];
export type Delivery = Schemas['DeliveryDto'];
export type DeliveryStatus = Delivery['status'];
export type EventType = Webhook['events'][number];
export type NewWebhook = Schemas['CreateWebhookDto'];
export type WebhookChange = Schemas['ChangeWebhookDto'];

const PAGE = 100;
/** The state of an endpoint changes without an event of the log. */
const REFRESH_MS = 10_000;
const DELIVERY_REFRESH_MS = 5_000;

const webhookKeys = {
  all: ['webhooks'] as const,
  list: ['webhooks', 'list'] as const,
  one: (id: string) => ['webhooks', 'one', id] as const,
  deliveries: (id: string, status: DeliveryStatus | null) => ['webhooks', 'one', id, 'deliveries', status] as const,
};

export function useWebhooks() {
  return useInfiniteQuery({
    queryKey: webhookKeys.list,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/webhooks', { params: { query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } } }),
      ),
    getNextPageParam: ({ pagination }) => pagination.nextCursor,
    select: ({ pages }) => pages.flatMap(({ webhooks }) => webhooks),
    refetchInterval: REFRESH_MS,
  });
}

export function useWebhook(id: string) {
  return useQuery({
    queryKey: webhookKeys.one(id),
    queryFn: () => answer(api.GET('/api/v1/webhooks/{id}', { params: { path: { id } } })),
    refetchInterval: REFRESH_MS,
  });
}

/** Newest first; those in any state when `status` is null. `failed` are the dead letters. */
export function useDeliveries(id: string, status: DeliveryStatus | null) {
  return useInfiniteQuery({
    queryKey: webhookKeys.deliveries(id, status),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/webhooks/{id}/deliveries', {
          params: {
            path: { id },
            query: { limit: PAGE, ...(status && { status }), ...(pageParam && { cursor: pageParam }) },
          },
        }),
      ),
    getNextPageParam: ({ pagination }) => pagination.nextCursor,
    select: ({ pages }) => pages.flatMap(({ deliveries }) => deliveries),
    refetchInterval: DELIVERY_REFRESH_MS,
  });
}

export const createWebhook = (body: NewWebhook) => answer(api.POST('/api/v1/webhooks', { body }));
export const changeWebhook = (id: string, body: WebhookChange) =>
  answer(api.PATCH('/api/v1/webhooks/{id}', { ...at(id), body }));
export const deleteWebhook = (id: string) => answer(api.DELETE('/api/v1/webhooks/{id}', at(id)));
export const rotateSecret = (id: string) => answer(api.POST('/api/v1/webhooks/{id}/rotate-secret', at(id)));
export const testWebhook = (id: string) => answer(api.POST('/api/v1/webhooks/{id}/test', at(id)));
export const replay = (id: string, body: Schemas['ReplayDto']) =>
  answer(api.POST('/api/v1/webhooks/{id}/replay', { ...at(id), body }));
export const requeueDeadLetters = (id: string) =>
  answer(api.POST('/api/v1/webhooks/{id}/dead-letters/requeue', at(id)));
export const retryDelivery = (id: string, deliveryId: string) =>
  answer(api.POST('/api/v1/webhooks/{id}/deliveries/{deliveryId}/retry', { params: { path: { id, deliveryId } } }));

/** Does something to a webhook; everything that is shown of webhooks is then asked for anew. */
export function useWebhookAct<T, R>(act: (wish: T) => Promise<R>, { shown = true } = {}) {
  const queries = useQueryClient();
  return useMutation({
    meta: { shown },
    mutationFn: act,
    onSuccess: () => void queries.invalidateQueries({ queryKey: webhookKeys.all }),
  });
}

function at(id: string) {
  return { params: { path: { id } } };
}
