import { Time } from '@/components/time';
import { Badge } from '@/components/ui/badge';
import type { Webhook } from './webhook-queries';

/** Whether it works, and if not, since when and why. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  const { active, disabledReason, failingSince, failureCount, lastSuccessAt } = webhook;
  return (
    <span className="grid justify-items-start gap-1 text-xs text-muted-foreground">
      {!active && disabledReason !== null && <Badge tone="danger">Stopped by the gateway</Badge>}
      {!active && disabledReason === null && <Badge>Paused</Badge>}
      {active && failingSince !== null && <Badge tone="warning">Failing</Badge>}
      {active && failingSince === null && <Badge tone="good">Active</Badge>}
      {disabledReason !== null && <span>{disabledReason}</span>}
      {failingSince !== null && (
        <span>
          {failureCount} {failureCount === 1 ? 'failure' : 'failures'} since <Time at={failingSince} />
        </span>
      )}
      <span>
        {lastSuccessAt === null ? (
          'No success yet'
        ) : (
          <>
            Last success <Time at={lastSuccessAt} relative />
          </>
        )}
      </span>
    </span>
  );
}
