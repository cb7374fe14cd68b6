import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { answer, api } from '@/lib/api';
import { chatKeys } from './chat-queries';

/** To look at a chat here tells nobody: who wrote sees that it was read only after this. */
export function MarkRead({ sessionId, chatId }: { sessionId: string; chatId: string }) {
  const queries = useQueryClient();
  const read = useMutation({
    mutationFn: () =>
      answer(
        api.PATCH('/api/v1/sessions/{sessionId}/chats/{chatId}', {
          params: { path: { sessionId, chatId } },
          body: { read: true },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: chatKeys.chats(sessionId) }),
  });
  return (
    <Button variant="outline" size="sm" className="ml-auto" busy={read.isPending} onClick={() => read.mutate()}>
      <CheckCheck aria-hidden />
      Mark as read
    </Button>
  );
}
