import { type InfiniteData, type QueryKey, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { answer, api, type Schemas } from '@/lib/api';
import { type LiveEvent, useLiveEvents } from '@/lib/live';
import { type ListPage, withFresh } from './newest-first';

export type Chat = Schemas['ChatDto'];
export type Message = Schemas['MessageDto'];

export const chatKeys = {
  chats: (sessionId: string) => ['chats', sessionId] as const,
  messages: (sessionId: string, chatId: string) => ['messages', sessionId, chatId] as const,
  message: (sessionId: string, messageId: string) => ['message', sessionId, messageId] as const,
};

const CHATS_A_PAGE = 50;
const MESSAGES_A_PAGE = 50;
/** Events come in bursts; after one the list waits so long for others before it is fetched. */
const BURST_MS = 150;

/** The chats of a session, those in which something happened last first. */
export function useChats(sessionId: string) {
  return useNewestFirst<Chat>({
    queryKey: chatKeys.chats(sessionId),
    keyOf: ({ chatId }) => chatId,
    concerns: (event) => event.sessionId === sessionId && /^(message|chat|contact|group|history)\./.test(event.type),
    fetch: async (cursor) => {
      const query = { limit: CHATS_A_PAGE, ...(cursor !== undefined && { cursor }) };
      const { chats, pagination } = await answer(
        api.GET('/api/v1/sessions/{sessionId}/chats', { params: { path: { sessionId }, query } }),
      );
      return { items: chats, nextCursor: pagination.nextCursor };
    },
  });
}

/** The messages of a chat, newest first. */
export function useMessages(sessionId: string, chatId: string) {
  return useNewestFirst<Message>({
    queryKey: chatKeys.messages(sessionId, chatId),
    keyOf: ({ messageId }) => messageId,
    concerns: (event) => event.sessionId === sessionId && /^(message|poll|history)\./.test(event.type),
    fetch: async (cursor) => {
      const query = { chat: chatId, limit: MESSAGES_A_PAGE, ...(cursor !== undefined && { cursor }) };
      const { messages, pagination } = await answer(
        api.GET('/api/v1/sessions/{sessionId}/messages', { params: { path: { sessionId }, query } }),
      );
      return { items: messages, nextCursor: pagination.nextCursor };
    },
  });
}

interface NewestFirst<T> {
  queryKey: QueryKey;
  keyOf(item: T): string;
  /** Whether the list may be another one after this event. */
  concerns(event: LiveEvent): boolean;
  fetch(cursor: string | undefined): Promise<ListPage<T>>;
}

/** A list that grows at its beginning as things happen, and at its end as one reads on. */
function useNewestFirst<T>({ queryKey, keyOf, concerns, fetch }: NewestFirst<T>) {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refresh = async () => {
    const fresh = await fetch(undefined);
    queries.setQueryData<InfiniteData<ListPage<T>, string | undefined>>(
      queryKey,
      (known) => known && withFresh(known, fresh, keyOf),
    );
  };
  useLiveEvents((event) => {
    if (!concerns(event)) return;
    clearTimeout(timer.current);
    // What can not be fetched now is fetched when the stream is back, with everything else.
    timer.current = setTimeout(() => void refresh().catch(() => undefined), BURST_MS);
  });
  const id = JSON.stringify(queryKey);
  useEffect(() => () => clearTimeout(timer.current), [id]);
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => fetch(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError) void list.fetchNextPage();
  };
  return {
    ...list,
    items: list.data?.pages.flatMap(({ items }) => items),
    loadMore,
    /** For what this page itself has changed. */
    refresh: () => void refresh().catch(() => undefined),
  };
}
