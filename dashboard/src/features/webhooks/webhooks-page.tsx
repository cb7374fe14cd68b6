import { Webhook as WebhookIcon } from 'lucide-react';
import { Link } from 'wouter';
import { Empty } from '@/components/empty';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { CreateWebhook } from './create-webhook';
import { useWebhooks, type Webhook } from './webhook-queries';
import { WebhookState } from './webhook-state';

export function WebhooksPage() {
  const { data: webhooks, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useWebhooks();
  return (
    <Page
      title="Webhooks"
      about="What happens is posted to them, signed, and again until it is taken."
      actions={<CreateWebhook />}
    >
      <ProblemNote error={error} retry={() => void refetch()} />
      {error === null && (
        <Card className="overflow-hidden">
          {webhooks === undefined ? (
            <SkeletonRows />
          ) : webhooks.length === 0 ? (
            <Empty icon={WebhookIcon} title="No webhooks yet">
              <p>Make one, and your program is told of every message as it comes, without asking for it.</p>
              <CreateWebhook />
            </Empty>
          ) : (
            <ul>
              {webhooks.map((webhook) => (
                <WebhookRow key={webhook.id} webhook={webhook} />
              ))}
            </ul>
          )}
        </Card>
      )}
      {hasNextPage && (
        <Button variant="outline" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Page>
  );
}

function WebhookRow({ webhook }: { webhook: Webhook }) {
  const { id, url, sessionId, events } = webhook;
  return (
    <li className="border-b last:border-0">
      <Link
        href={`/webhooks/${id}`}
        className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 -outline-offset-2 hover:bg-muted"
      >
        <span className="grid min-w-0">
          <span className="font-medium break-all">{url}</span>
          <span className="text-xs text-muted-foreground">
            {sessionId ?? 'All sessions'} · {wanted(events)}
          </span>
        </span>
        <WebhookState webhook={webhook} />
      </Link>
    </li>
  );
}

function wanted(events: Webhook['events']): string {
  if (events.includes('*')) return 'all events';
  return events.length > 3 ? `${events.length} types of events` : events.join(', ');
}
