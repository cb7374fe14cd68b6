import { useLayoutEffect, useRef } from 'react';
import { Button } from './ui/button';
import type { Message, Person } from './api';
import { Bubble } from './bubble';
import type { Writing } from './chat-pane';
import { day } from './when';

interface Props {
  person: Person;
  people: Person[];
  chatId: string;
  messages: Message[];
  /** With several authors, each message names its own. */
  isShared: boolean;
  /** So many more there are before. */
  earlier: number;
  showEarlier: () => void;
  write: (writing: Writing) => void;
}

const AT_END_PX = 80;

export function MessageList({ messages, earlier, showEarlier, ...rest }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const newest = messages.at(-1)?.messageId;
  useLayoutEffect(() => {
    const { current } = box;
    if (current && isAtEnd.current) current.scrollTop = current.scrollHeight;
  }, [newest, messages]);
  return (
    <div
      ref={box}
      role="log"
      aria-label="Messages"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < AT_END_PX;
      }}
      className="focus-visible:ring-ring min-h-0 flex-1 overflow-y-auto outline-none focus-visible:ring-2 focus-visible:ring-inset"
    >
      <div className="mx-auto grid max-w-3xl gap-2 p-4">
        {earlier > 0 && (
          <Button variant="ghost" size="sm" className="justify-self-center" onClick={showEarlier}>
            Show earlier messages ({earlier})
          </Button>
        )}
        {messages.length === 0 && (
          <p className="text-muted-foreground py-10 text-center text-sm">No messages yet. Write the first one.</p>
        )}
        {messages.map((message, index) => {
          const { from, messageId, at } = message;
          const isNewDay = new Date(at).toDateString() !== new Date(messages[index - 1]?.at ?? 0).toDateString();
          return (
            <div
              key={`${from} ${messageId}`}
              className="grid gap-2 [contain-intrinsic-size:auto_4rem] [content-visibility:auto]"
            >
              {isNewDay && (
                <p className="text-muted-foreground justify-self-center py-2 text-xs">
                  <time dateTime={at}>{day(at)}</time>
                </p>
              )}
              <Bubble message={message} messages={messages} {...rest} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
