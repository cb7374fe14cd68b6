import { Badge } from '@/components/ui/badge';
import { Card, CardContent } from '@/components/ui/card';
import { countdown } from '@/lib/time';
import type { Limits } from './usage-queries';

interface Allowance {
  limit: number;
  remaining: number;
  resetSeconds?: number;
}

/** What the plan allows, and how much of it is used now. */
export function Allowances({ limits: { tier, messages, calls, sessionOperations, sessions } }: { limits: Limits }) {
  return (
    <section aria-label="Limits of your plan" className="grid gap-3">
      <p className="flex items-center gap-2">
        Your plan <Badge tone="info">{tier}</Badge>
      </p>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Used label="Messages" allowance={messages} />
        <Used label="API calls" allowance={calls} />
        <Used label="Session operations" allowance={sessionOperations} />
        <Used label="Sessions" allowance={sessions} />
      </div>
    </section>
  );
}

function Used({ label, allowance }: { label: string; allowance: Allowance | null }) {
  if (allowance === null) {
    return (
      <Card>
        <CardContent className="grid gap-1">
          <span className="text-muted-foreground">{label}</span>
          <span className="text-lg font-semibold">No limit</span>
        </CardContent>
      </Card>
    );
  }
  const { limit, remaining, resetSeconds = 0 } = allowance;
  const used = limit - remaining;
  return (
    <Card>
      <CardContent className="grid gap-1">
        <span className="text-muted-foreground">{label}</span>
        <span className="text-lg font-semibold tabular-nums">
          {used.toLocaleString()} <span className="text-sm font-normal">of {limit.toLocaleString()}</span>
        </span>
        <meter
          aria-label={`${label}: ${used} of ${limit} used`}
          className="h-2 w-full"
          max={limit}
          high={limit * 0.8}
          optimum={0}
          value={used}
        />
        <span className="text-xs text-muted-foreground">
          {resetSeconds > 0 ? `all of it is back in ${countdown(resetSeconds)}` : `${remaining.toLocaleString()} left`}
        </span>
      </CardContent>
    </Card>
  );
}
