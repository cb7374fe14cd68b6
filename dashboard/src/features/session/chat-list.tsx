import { Users } from 'lucide-react';
import { Time } from '@/components/time';
import { VirtualList } from '@/components/virtual-list';
import { cn } from '@/lib/cn';
import { chatTitle, messageLine } from './chat-words';
import type { Chat } from './chat-queries';
import { DeliveryTick } from './delivery-tick';

interface ChatListProps {
  chats: Chat[];
  open: string | null;
  onOpen(chatId: string): void;
  onNearEnd(): void;
}

const ROW_PX = 61;

export function ChatList({ chats, open, onOpen, onNearEnd }: ChatListProps) {
  return (
    <VirtualList
      label="Chats"
      items={chats}
      keyOf={({ chatId }) => chatId}
      estimatePx={ROW_PX}
      className="min-h-0 flex-1"
      onNearEnd={onNearEnd}
      row={(chat) => <ChatRow chat={chat} isOpen={chat.chatId === open} onOpen={onOpen} />}
    />
  );
}

function ChatRow({ chat, isOpen, onOpen }: { chat: Chat; isOpen: boolean; onOpen(chatId: string): void }) {
  const { chatId, isGroup, unreadCount, unread, lastMessage, lastMessageAt } = chat;
  return (
    <button
      type="button"
      onClick={() => onOpen(chatId)}
      aria-current={isOpen ? 'true' : undefined}
      className={cn(
        'grid w-full grid-cols-[1fr_auto] gap-x-3 border-b px-3 py-2.5 text-left -outline-offset-2 hover:bg-muted',
        isOpen && 'bg-accent text-accent-foreground hover:bg-accent',
      )}
    >
      <span className={cn('flex min-w-0 items-center gap-1.5', unread ? 'font-semibold' : 'font-medium')}>
        {isGroup && <Users className="size-3.5 shrink-0" aria-label="Group" role="img" />}
        <span className="truncate">{chatTitle(chatId, chat)}</span>
      </span>
      <span className={cn('text-xs', !isOpen && 'text-muted-foreground')}>
        {lastMessageAt !== null && <Time at={lastMessageAt} />}
      </span>
      <span className={cn('flex min-w-0 items-center gap-1 text-xs', !isOpen && 'text-muted-foreground')}>
        {lastMessage?.direction === 'outbound' && <DeliveryTick status={lastMessage.status} />}
        <span className="truncate">{lastMessage ? messageLine(lastMessage) : 'No messages'}</span>
      </span>
      {unreadCount > 0 && (
        <span className="justify-self-end rounded-full bg-primary px-1.5 text-xs font-medium text-primary-foreground">
          {unreadCount}
          <span className="sr-only"> unread</span>
        </span>
      )}
    </button>
  );
}
