import { Time } from '@/components/time';
import { cn } from '@/lib/cn';
import { authorText, kindText, messageLine } from './chat-words';
import type { Message } from './chat-queries';
import { DeliveryTick } from './delivery-tick';
import { MessageFile } from './message-file';

interface MessageBubbleProps {
  message: Message;
  isGroup: boolean;
  onOpen(messageId: string): void;
}

/** A message. All but its file is a button that tells how it got there. */
export function MessageBubble({ message, isGroup, onOpen }: MessageBubbleProps) {
  const { messageId, direction, status, timestamp, media, type, replyTo, reactions = [] } = message;
  const own = direction === 'outbound';
  return (
    <article
      aria-label={own ? 'Sent message' : 'Received message'}
      className={cn(
        'w-fit max-w-[85%] min-w-24 rounded-xl border px-3 py-1.5 sm:max-w-[70%]',
        own ? 'justify-self-end border-transparent bg-bubble' : 'bg-card',
      )}
    >
      {isGroup && !own && <p className="text-xs font-semibold text-info">{authorText(message)}</p>}
      {media && <MessageFile media={media} type={type} caption={message.caption} />}
      <button
        type="button"
        onClick={() => onOpen(messageId)}
        aria-haspopup="dialog"
        className="grid w-full rounded text-left"
      >
        {replyTo && (
          <span className="mb-1 truncate border-l-2 border-primary pl-2 text-xs opacity-80">
            {replyTo.text ?? kindText(replyTo.type ?? 'message')}
          </span>
        )}
        <span className="break-words whitespace-pre-wrap">{media ? message.caption : messageLine(message)}</span>
        <span className="flex items-center gap-1.5 justify-self-end text-xs opacity-80">
          {reactions.length > 0 && <span className="mr-2 text-sm">{reactions.map(({ emoji }) => emoji).join('')}</span>}
          <Time at={timestamp} />
          {own && <DeliveryTick status={status} />}
        </span>
      </button>
    </article>
  );
}
