import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useRef, useState } from 'react';
import { followEvents, type LiveEvent, type StreamState } from './event-stream';

type Handler = (event: LiveEvent) => void;

const Live = createContext<{ state: StreamState; subscribe(handler: Handler): () => void } | null>(null);

/** One stream of events for the whole page. What was fetched while there was none is fetched anew when it is back. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [state, setState] = useState<StreamState>('connecting');
  const handlers = useRef(new Set<Handler>());

  useEffect(() => {
    const ending = new AbortController();
    let wasAway = false;
    const changed = (next: StreamState) => {
      setState(next);
      if (next === 'live' && wasAway) void queries.invalidateQueries();
      wasAway = next === 'away';
    };
    const told = (event: LiveEvent) => handlers.current.forEach((handle) => handle(event));
    void followEvents({ event: told, state: changed }, ending.signal);
    return () => ending.abort();
  }, [queries]);

  const subscribe = useRef((handler: Handler) => {
    handlers.current.add(handler);
    return () => void handlers.current.delete(handler);
  });
  return <Live value={{ state, subscribe: subscribe.current }}>{children}</Live>;
}

export function useStreamState(): StreamState {
  return useContext(Live)?.state ?? 'connecting';
}

/** Calls back with every event of the user's log while the component is shown. */
export function useLiveEvents(handler: Handler): void {
  const live = useContext(Live);
  const subscribe = live?.subscribe;
  const onEvent = useEffectEvent(handler);
  useEffect(() => subscribe?.((event) => onEvent(event)), [subscribe]);
}
