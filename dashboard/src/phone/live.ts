import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import * as api from './api';

/** Typing is told again every few seconds; who stops without a word has stopped. */
const TYPING_MS = 8_000;

export interface Live {
  /** By chat: what somebody does there just now, `composing` or `recording`. */
  typing: Record<string, { from: string; state: string }>;
  connected: boolean;
}

/** Keeps what is shown of a phone up to date with what happens to it. */
export function useLive(phoneNumber: string): Live {
  const client = useQueryClient();
  const [typing, setTyping] = useState<Live['typing']>({});
  const [connected, setConnected] = useState(true);

  useEffect(() => {
    const timers = new Map<string, ReturnType<typeof setTimeout>>();
    const stop = (chatId: string) => setTyping(({ [chatId]: _, ...others }) => others);
    const showTyping = ({ chatId, from, state }: { chatId: string; from: string; state: string }) => {
      clearTimeout(timers.get(chatId));
      if (from === phoneNumber) return;
      if (state !== 'composing' && state !== 'recording') {
        stop(chatId);
        return;
      }
      setTyping((now) => ({ ...now, [chatId]: { from, state } }));
      timers.set(chatId, setTimeout(stop, TYPING_MS, chatId));
    };
    const refresh = (...key: string[]) => void client.invalidateQueries({ queryKey: key });

    const source = new EventSource(api.changesUrl(phoneNumber));
    // What happened while the connection was away nobody tells: look at everything again.
    source.onopen = () => {
      setConnected(true);
      void client.invalidateQueries();
    };
    source.onerror = () => setConnected(false);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const change = JSON.parse(data) as api.Change;
      switch (change.what) {
        case 'chat':
          stop(change.chatId);
          refresh('chats', phoneNumber);
          refresh('messages', phoneNumber, change.chatId);
          return;
        case 'typing':
          showTyping(change);
          return;
        case 'call':
          refresh('calls', phoneNumber);
          return;
        case 'people':
          refresh('people');
          refresh('chats', phoneNumber);
      }
    };
    return () => {
      source.close();
      for (const timer of timers.values()) clearTimeout(timer);
      setTyping({});
    };
  }, [client, phoneNumber]);

  return { typing, connected };
}
