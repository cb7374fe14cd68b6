import { MessagesSquare } from 'lucide-react';
import { useSearchParams } from 'wouter';
import { Empty } from '@/components/empty';
import { ProblemNote } from '@/components/problem-note';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { cn } from '@/lib/cn';
import { ChatList } from './chat-list';
import { useChats } from './chat-queries';
import { Conversation } from './conversation';
import { NewChat } from './new-chat';

/** All chats, and the one that is open beside them; on a phone one or the other. */
export function ChatsTab({ sessionId }: { sessionId: string }) {
  const [search, setSearch] = useSearchParams();
  const { items: chats, error, refetch, loadMore } = useChats(sessionId);
  const open = search.get('chat');
  const openChat = (chatId: string | null) =>
    setSearch((params) => {
      if (chatId === null) params.delete('chat');
      else params.set('chat', chatId);
      return params;
    });
  return (
    <Card className="grid h-[calc(100dvh-17rem)] min-h-96 overflow-hidden md:h-[calc(100dvh-13rem)] md:grid-cols-[18rem_1fr]">
      <div className={cn('flex min-h-0 min-w-0 flex-col md:border-r', open !== null && 'max-md:hidden')}>
        <div className="flex items-center justify-between border-b px-3 py-2">
          <h2 className="font-semibold">Chats</h2>
          <NewChat sessionId={sessionId} onOpen={openChat} />
        </div>
        {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
        {chats === undefined && error === null && <SkeletonRows />}
        {chats?.length === 0 && (
          <Empty icon={MessagesSquare} title="No chats yet">
            <p>They appear as messages come in. Or write to somebody first: “New chat” above.</p>
          </Empty>
        )}
        {chats !== undefined && chats.length > 0 && (
          <ChatList chats={chats} open={open} onOpen={openChat} onNearEnd={loadMore} />
        )}
      </div>
      <div className={cn('flex min-h-0 min-w-0 flex-col', open === null && 'max-md:hidden')}>
        {open === null ? (
          <p className="m-auto p-6 text-muted-foreground">Choose a chat to read and to write.</p>
        ) : (
          <Conversation
            key={open}
            sessionId={sessionId}
            chatId={open}
            chat={chats?.find(({ chatId }) => chatId === open)}
            onClose={() => openChat(null)}
          />
        )}
      </div>
    </Card>
  );
}
