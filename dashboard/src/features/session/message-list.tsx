import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { dayOf } from '@/lib/time';
import { cn } from '@/lib/cn';
import type { Message } from './chat-queries';
import { MessageBubble } from './message-bubble';

interface MessageListProps {
  /** Newest first. */
  messages: Message[];
  /** In a group each message names its author. */
  isGroup: boolean;
  onOpen(messageId: string): void;
  onNearStart(): void;
}

const ROW_PX = 64;
const OVERSCAN = 8;
const AT_END_PX = 80;

/** Messages as they were said, the newest at the bottom. It stays there when others come, and stays put while one reads older ones. */
export function MessageList({ messages, isGroup, onOpen, onNearStart }: MessageListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const said = useMemo(() => messages.toReversed(), [messages]);
  const rows = useVirtualizer({
    count: said.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (at) => said[at]?.messageId ?? at,
    overscan: OVERSCAN,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: AT_END_PX,
  });
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || said.length === 0) return;
    begun.current = true;
    rows.scrollToEnd();
  }, [rows, said.length]);
  const shown = rows.getVirtualItems();
  const first = shown[0]?.index ?? said.length;
  useEffect(() => {
    if (begun.current && first < OVERSCAN) onNearStart();
  }, [first, said.length, onNearStart]);
  return (
    <div
      ref={scroller}
      className="min-h-0 flex-1 overflow-y-auto bg-background px-3"
      tabIndex={0}
      role="log"
      aria-label="Messages"
    >
      <ol className="relative" style={{ height: rows.getTotalSize() }}>
        {shown.map(({ key, index, start }) => {
          const message = said[index];
          if (message === undefined) return null;
          const before = said[index - 1];
          const isNewDay = before === undefined || dayOf(before.timestamp) !== dayOf(message.timestamp);
          return (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              className={cn('absolute inset-x-0 top-0 grid gap-2 py-1', index === said.length - 1 && 'pb-3')}
              style={{ transform: `translateY(${start}px)` }}
            >
              {isNewDay && (
                <p className="mt-2 justify-self-center rounded-full bg-muted px-3 py-0.5 text-xs text-muted-foreground">
                  {dayOf(message.timestamp)}
                </p>
              )}
              <MessageBubble message={message} isGroup={isGroup} onOpen={onOpen} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}
