import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { ProblemNote } from '@/components/problem-note';
import { Button } from '@/components/ui/button';
import { SkeletonRows } from '@/components/ui/skeleton';
import { phoneText } from '@/lib/phone';
import { type Chat, useMessages } from './chat-queries';
import { chatTitle } from './chat-words';
import { Composer } from './composer';
import { MarkRead } from './mark-read';
import { MessageList } from './message-list';
import { MessageTimeline } from './message-timeline';

interface ConversationProps {
  sessionId: string;
  chatId: string;
  /** Undefined as long as it is in no list: nobody has written yet. */
  chat: Chat | undefined;
  onClose(): void;
}

export function Conversation({ sessionId, chatId, chat, onClose }: ConversationProps) {
  const { items: messages, error, refetch, refresh, loadMore } = useMessages(sessionId, chatId);
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      <div className="flex items-center gap-2 border-b px-3 py-2">
        <Button variant="ghost" size="icon-sm" className="md:hidden" aria-label="All chats" onClick={onClose}>
          <ArrowLeft aria-hidden />
        </Button>
        <div className="grid min-w-0">
          <h2 className="truncate font-semibold">{chatTitle(chatId, chat)}</h2>
          <p className="truncate text-xs text-muted-foreground">
            {chat?.phoneNumber ? phoneText(chat.phoneNumber) : chatId}
          </p>
        </div>
        {chat?.unread && <MarkRead sessionId={sessionId} chatId={chatId} />}
      </div>
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {messages === undefined && error === null && <SkeletonRows className="flex-1 content-start" />}
      {messages?.length === 0 && <p className="m-auto p-6 text-muted-foreground">Nothing was said here yet.</p>}
      {messages !== undefined && messages.length > 0 && (
        <MessageList
          messages={messages}
          isGroup={chat?.isGroup ?? chatId.endsWith('@g.us')}
          onOpen={setOpened}
          onNearStart={loadMore}
        />
      )}
      <Composer sessionId={sessionId} chatId={chatId} onSent={refresh} />
      <MessageTimeline sessionId={sessionId} messageId={opened} onClose={() => setOpened(null)} />
    </>
  );
}
