import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Hourglass } from 'lucide-react';
import { ProblemNote } from '@/components/problem-note';
import { Time } from '@/components/time';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { SkeletonRows } from '@/components/ui/skeleton';
import { answer, api, type Schemas } from '@/lib/api';
import { useLiveEvents } from '@/lib/live';
import { phoneText } from '@/lib/phone';
import { exactTime } from '@/lib/time';
import { chatKeys } from './chat-queries';
import { messageLine } from './chat-words';

interface MessageTimelineProps {
  sessionId: string;
  /** Null: none is shown. */
  messageId: string | null;
  onClose(): void;
}

type Details = Schemas['MessageDetailsDto'];

const STEPS: Record<Details['timeline'][number]['status'], string> = {
  QUEUED: 'Accepted',
  SENDING: 'Handed to WhatsApp',
  SENT: 'WhatsApp has it',
  DELIVERED: 'Delivered',
  READ: 'Read',
  PLAYED: 'Played',
  FAILED: 'Failed',
  EXPIRED: 'Expired',
  CANCELLED: 'Cancelled',
  EDITED: 'Edited',
  DELETED: 'Deleted',
};

/** What happened to a message, step by step, and what it waits for. */
export function MessageTimeline({ sessionId, messageId, onClose }: MessageTimelineProps) {
  return (
    <Dialog open={messageId !== null} onOpenChange={onClose}>
      {messageId !== null && (
        <DialogContent title="What happened to this message">
          <Timeline sessionId={sessionId} messageId={messageId} />
        </DialogContent>
      )}
    </Dialog>
  );
}

function Timeline({ sessionId, messageId }: { sessionId: string; messageId: string }) {
  const queries = useQueryClient();
  const queryKey = chatKeys.message(sessionId, messageId);
  useLiveEvents(({ type, data }) => {
    if (type.startsWith('message.') && data.messageId === messageId) void queries.invalidateQueries({ queryKey });
  });
  const {
    data: message,
    error,
    refetch,
  } = useQuery({
    queryKey,
    // What a message waits for changes without an event.
    refetchInterval: ({ state }) => (state.data?.waiting ? 5_000 : false),
    queryFn: () =>
      answer(
        api.GET('/api/v1/sessions/{sessionId}/messages/{messageId}', { params: { path: { sessionId, messageId } } }),
      ),
  });
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (message === undefined) return <SkeletonRows rows={3} className="p-0" />;
  return (
    <>
      <p className="line-clamp-3 rounded-lg bg-muted p-3 break-words">{messageLine(message)}</p>
      {message.waiting && <Waiting waiting={message.waiting} />}
      <Steps message={message} />
      {message.receipts && message.receipts.length > 0 && <Receipts receipts={message.receipts} />}
      <p className="text-xs text-muted-foreground">
        Id <code className="font-mono break-all">{message.messageId}</code>
      </p>
    </>
  );
}

function Waiting({ waiting: { reason, detail, until } }: { waiting: NonNullable<Details['waiting']> }) {
  return (
    <div className="flex gap-3 rounded-lg bg-info-soft p-3 text-info">
      <Hourglass className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="grid gap-1">
        <h3 className="font-medium">Why is it waiting?</h3>
        <p>{detail}</p>
        {until !== undefined && <p>Until {exactTime(until)} at least.</p>}
        <code className="font-mono text-xs">{reason}</code>
      </div>
    </div>
  );
}

function Steps({ message: { timeline, failure } }: { message: Details }) {
  if (timeline.length === 0) return <p className="text-muted-foreground">Nothing is known of its way here.</p>;
  return (
    <ol aria-label="Timeline" className="ml-1.5 border-l">
      {timeline.map(({ status, at, detail, before }) => (
        <li key={status + at} className="relative grid gap-0.5 pb-3 pl-4 last:pb-0">
          <span className="absolute top-1.5 -left-1 size-2 rounded-full bg-primary" aria-hidden />
          <span className="flex flex-wrap justify-between gap-x-4">
            <span className="font-medium">{STEPS[status]}</span>
            <span className="text-muted-foreground">{exactTime(at)}</span>
          </span>
          {(detail ?? (status === 'FAILED' ? failure : undefined)) && (
            <span className="text-destructive">{detail ?? failure}</span>
          )}
          {before && <span className="text-muted-foreground">Until then: {before}</span>}
        </li>
      ))}
    </ol>
  );
}

function Receipts({ receipts }: { receipts: NonNullable<Details['receipts']> }) {
  return (
    <section className="grid gap-1">
      <h3 className="font-medium">Who has it</h3>
      <ul>
        {receipts.map(({ member, phoneNumber, deliveredAt, readAt, playedAt }) => {
          const at = playedAt ?? readAt ?? deliveredAt;
          return (
            <li key={member} className="flex justify-between gap-4">
              <span className="truncate">{phoneNumber === null ? member : phoneText(phoneNumber)}</span>
              <span className="text-muted-foreground">
                {playedAt ? 'played' : readAt ? 'read' : 'delivered'} {at !== undefined && <Time at={at} />}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
