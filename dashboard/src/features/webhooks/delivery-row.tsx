import { ChevronRight } from 'lucide-react';
import { Time } from '@/components/time';
import { say } from '@/components/toasts';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Table, Td, Th } from '@/components/ui/table';
import { type Delivery, type DeliveryStatus, retryDelivery, useWebhookAct } from './webhook-queries';

const LOOKS: Record<DeliveryStatus, { tone: Tone; label: string }> = {
  pending: { tone: 'info', label: 'Waiting' },
  delivered: { tone: 'good', label: 'Delivered' },
  failed: { tone: 'danger', label: 'Given up' },
};

/** One delivery; opened it shows its attempts, with what the endpoint answered. */
export function DeliveryRow({ webhookId, delivery }: { webhookId: string; delivery: Delivery }) {
  const { id, type, sessionId, sequence, status, attemptCount, nextAttemptAt, createdAt } = delivery;
  const { tone, label } = LOOKS[status];
  const retry = useWebhookAct(() => retryDelivery(webhookId, id), { shown: false });
  return (
    <li className="border-b last:border-0">
      <details className="group">
        <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 -outline-offset-2 hover:bg-muted">
          <ChevronRight className="size-4 shrink-0 text-muted-foreground group-open:rotate-90" aria-hidden />
          <span className="grid min-w-0 flex-1">
            <code className="truncate font-mono text-xs font-medium">{type}</code>
            <span className="truncate text-xs text-muted-foreground">
              {sessionId} · {sequence} · {attemptCount} {attemptCount === 1 ? 'attempt' : 'attempts'}
              {nextAttemptAt !== null && (
                <>
                  , the next <Time at={nextAttemptAt} relative />
                </>
              )}
            </span>
          </span>
          <span className="text-xs text-muted-foreground">
            <Time at={createdAt} />
          </span>
          <Badge tone={tone}>{label}</Badge>
        </summary>
        <div className="grid justify-items-start gap-3 bg-muted/40 px-4 py-3">
          <Attempts delivery={delivery} />
          <Button
            variant="outline"
            size="sm"
            busy={retry.isPending}
            onClick={() => retry.mutate(undefined, { onSuccess: () => say('It is sent again') })}
          >
            Send again
          </Button>
        </div>
      </details>
    </li>
  );
}

function Attempts({ delivery: { eventId, attempts } }: { delivery: Delivery }) {
  if (attempts.length === 0) return <p>No attempt yet.</p>;
  return (
    <div className="w-full min-w-0">
      <Table aria-label={`Attempts for ${eventId}`}>
        <thead>
          <tr>
            <Th>At</Th>
            <Th>Answer</Th>
            <Th>Took</Th>
            <Th>What it said</Th>
          </tr>
        </thead>
        <tbody>
          {attempts.map(({ at, status, durationMs, error, response }) => (
            <tr key={at}>
              <Td>
                <Time at={at} />
              </Td>
              <Td>{status ?? 'none'}</Td>
              <Td className="whitespace-nowrap">{durationMs} ms</Td>
              <Td>
                <code className="font-mono text-xs break-all">{error ?? response ?? ''}</code>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
