import { useState } from 'react';
import { useParams } from 'wouter';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { Card, CardContent } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Deliveries } from './deliveries';
import { useWebhook } from './webhook-queries';
import { TestAnswer, WebhookActions } from './webhook-actions';
import { WebhookState } from './webhook-state';
import type { Schemas } from '@/lib/api';

/** One webhook: whether it works, what was sent to it, and what can be done about it. */
export function WebhookPage() {
  const { id = '' } = useParams<{ id: string }>();
  const { data: webhook, error, refetch } = useWebhook(id);
  const [tested, setTested] = useState<Schemas['WebhookTestDto'] | null>(null);
  return (
    <Page
      title="Webhook"
      about={<span className="break-all">{webhook?.url}</span>}
      actions={webhook && <WebhookActions webhook={webhook} onTested={setTested} />}
    >
      <ProblemNote error={error} retry={() => void refetch()} />
      {webhook === undefined && error === null && <SkeletonRows />}
      {webhook !== undefined && (
        <>
          {tested !== null && <TestAnswer answer={tested} />}
          <Card>
            <CardContent className="flex flex-wrap items-start justify-between gap-4">
              <WebhookState webhook={webhook} />
              <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
                <dt className="text-muted-foreground">Session</dt>
                <dd>{webhook.sessionId ?? 'all'}</dd>
                <dt className="text-muted-foreground">Events</dt>
                <dd>{webhook.events.includes('*') ? 'all' : webhook.events.join(', ')}</dd>
                <dt className="text-muted-foreground">Bodies</dt>
                <dd>{webhook.format}</dd>
              </dl>
            </CardContent>
          </Card>
          <Deliveries id={id} />
        </>
      )}
    </Page>
  );
}
