import { Send } from 'lucide-react';
import { useState } from 'react';
import { Empty } from '@/components/empty';
import { ProblemNote } from '@/components/problem-note';
import { say } from '@/components/toasts';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { NativeSelect } from '@/components/ui/native-select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { DeliveryRow } from './delivery-row';
import { type DeliveryStatus, requeueDeadLetters, useDeliveries, useWebhookAct } from './webhook-queries';

const NOTHING: Record<DeliveryStatus | 'all', string> = {
  all: 'Nothing was sent to it yet. Press “Test”, or wait for an event.',
  pending: 'Nothing waits: all that happened was taken, or given up.',
  delivered: 'Nothing was taken yet. Press “Test” to see what the endpoint answers.',
  failed: 'There are no dead letters: nothing was given up.',
};

/** What was sent to a webhook, with every attempt. */
export function Deliveries({ id }: { id: string }) {
  const [status, setStatus] = useState<DeliveryStatus | null>(null);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useDeliveries(id, status);
  return (
    <Card className="overflow-hidden">
      <CardHeader>
        <CardTitle>Deliveries</CardTitle>
        <div className="flex flex-wrap gap-2">
          <NativeSelect
            aria-label="Which deliveries"
            value={status ?? ''}
            onChange={({ target }) => setStatus((target.value || null) as DeliveryStatus | null)}
          >
            <option value="">All</option>
            <option value="pending">Waiting</option>
            <option value="delivered">Delivered</option>
            <option value="failed">Dead letters</option>
          </NativeSelect>
          {status === 'failed' && data !== undefined && data.length > 0 && <Requeue id={id} />}
        </div>
      </CardHeader>
      {error !== null && (
        <div className="p-4">
          <ProblemNote error={error} retry={() => void refetch()} />
        </div>
      )}
      {data === undefined && error === null && <SkeletonRows />}
      {data?.length === 0 && (
        <Empty icon={Send} title="None">
          <p>{NOTHING[status ?? 'all']}</p>
        </Empty>
      )}
      <ul>
        {data?.map((delivery) => (
          <DeliveryRow key={delivery.id} webhookId={id} delivery={delivery} />
        ))}
      </ul>
      {hasNextPage && (
        <div className="p-3">
          <Button variant="outline" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Card>
  );
}

function Requeue({ id }: { id: string }) {
  const requeue = useWebhookAct(() => requeueDeadLetters(id), { shown: false });
  const told = (many: number) => say(many === 1 ? 'One delivery is made again' : `${many} deliveries are made again`);
  return (
    <Button
      variant="outline"
      busy={requeue.isPending}
      onClick={() => requeue.mutate(undefined, { onSuccess: ({ requeued }) => told(requeued) })}
    >
      Send all again
    </Button>
  );
}
