import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { ProblemNote } from '@/components/problem-note';
import { Time } from '@/components/time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StatusBadge } from '@/features/sessions/status-badge';
import { answer, api, type Schemas } from '@/lib/api';
import { useLiveEvents } from '@/lib/live';
import { ConnectionHistory } from './connection-history';

type Diagnostics = Schemas['DiagnosticsDto'];

const REFRESH_MS = 15_000;

/** Why the session is as it is: what somebody would ask who helps. */
export function DiagnosticsTab({ sessionId }: { sessionId: string }) {
  const queries = useQueryClient();
  const queryKey = ['diagnostics', sessionId];
  useLiveEvents((event) => {
    if (event.sessionId === sessionId && event.type.startsWith('session.'))
      void queries.invalidateQueries({ queryKey });
  });
  const { data, error, isFetching, refetch } = useQuery({
    queryKey,
    refetchInterval: REFRESH_MS,
    queryFn: () => answer(api.GET('/api/v1/sessions/{sessionId}/diagnostics', { params: { path: { sessionId } } })),
  });
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows rows={6} />;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Part
        title="Connection"
        action={
          <Button variant="outline" size="sm" busy={isFetching} onClick={() => void refetch()}>
            {!isFetching && <RotateCw aria-hidden />}
            Refresh
          </Button>
        }
      >
        <Connection diagnostics={data} />
      </Part>
      <Part title="Waiting to be sent">
        <Queue diagnostics={data} />
      </Part>
      <Part title="Devices of the account">
        <Devices devices={data.devices} />
      </Part>
      <Part title="Webhooks">
        <Webhooks webhooks={data.webhooks} />
      </Part>
      <Part title="Messages that failed">
        <Failures failures={data.failures} />
      </Part>
      <Part title="How it got here">
        <ConnectionHistory steps={data.history} />
      </Part>
    </div>
  );
}

function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <Card className="min-w-0">
      <CardHeader className="min-h-14">
        <CardTitle>{title}</CardTitle>
        {action}
      </CardHeader>
      <CardContent>{children}</CardContent>
    </Card>
  );
}

function Facts({ facts }: { facts: [label: string, value: ReactNode][] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-muted-foreground">{label}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Connection({ diagnostics: { status, message, reason, ownership } }: { diagnostics: Diagnostics }) {
  const facts: [string, ReactNode][] = [
    ['Status', <StatusBadge key="status" status={status} />],
    ['In words', message],
  ];
  if (reason !== null) facts.push(['Reason', <code className="font-mono">{reason}</code>]);
  if (ownership !== null) {
    const { desired, holder, assigned, paired } = ownership;
    facts.push(
      ['Wanted', WANTED[desired]],
      ['Paired', paired ? 'yes' : 'no'],
      ['Worker', holder ?? 'none holds it now'],
    );
    if (assigned !== null && assigned !== holder) facts.push(['Moving to', assigned]);
  }
  return <Facts facts={facts} />;
}

const WANTED: Record<NonNullable<Diagnostics['ownership']>['desired'], string> = {
  on: 'connected',
  off: 'disconnected',
  logged_out: 'logged out',
};

function Queue({ diagnostics: { queue, pacing } }: { diagnostics: Diagnostics }) {
  const facts: [string, ReactNode][] = [
    ['Waiting', queue.waiting],
    ['Held back', queue.held],
    ['Scheduled', queue.scheduled],
    ['With WhatsApp, not answered', queue.inFlight.length],
    [
      'Pace',
      pacing.enabled
        ? `${pacing.messagesPerMinute} a minute, ${pacing.burst} at once; ${pacing.newChatsPerDay} new chats a day`
        : 'not limited',
    ],
  ];
  if (queue.oldestAt !== null) facts.push(['Oldest accepted', <Time at={queue.oldestAt} />]);
  if (pacing.holding.length > 0) facts.push(['Held back by', pacing.holding.join(', ')]);
  if (pacing.heldUntil !== null) facts.push(['Held until', <Time at={pacing.heldUntil} />]);
  if (pacing.restrictedUntil !== null)
    facts.push(['Restricted by WhatsApp until', <Time at={pacing.restrictedUntil} />]);
  return <Facts facts={facts} />;
}

function Devices({ devices }: Pick<Diagnostics, 'devices'>) {
  if (devices.length === 0) return <Nothing>Not looked for yet.</Nothing>;
  return (
    <ul className="grid gap-1.5">
      {devices.map(({ device, isOwn, wasThere, seenAt }) => (
        <li key={device} className="flex items-center justify-between gap-3">
          <span className="flex items-center gap-2">
            {device === 0 ? 'The phone' : `Device ${device}`}
            {isOwn && <Badge tone="good">this session</Badge>}
            {!isOwn && !wasThere && <Badge tone="warning">linked later</Badge>}
          </span>
          <span className="text-muted-foreground">
            seen <Time at={seenAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Webhooks({ webhooks }: Pick<Diagnostics, 'webhooks'>) {
  if (webhooks.length === 0) return <Nothing>None hears of this session.</Nothing>;
  return (
    <ul className="grid gap-2">
      {webhooks.map(({ id, active, disabledReason, failingSince, failureCount, lastSuccessAt }) => (
        <li key={id} className="grid gap-0.5">
          <span className="flex items-center justify-between gap-3">
            <code className="truncate font-mono text-xs">{id}</code>
            {!active && <Badge tone="danger">switched off</Badge>}
            {active && (
              <Badge tone={failingSince === null ? 'good' : 'warning'}>
                {failingSince === null ? 'well' : 'failing'}
              </Badge>
            )}
          </span>
          <span className="text-xs text-muted-foreground">
            {disabledReason !== null && `${disabledReason} · `}
            {failureCount > 0 && `${failureCount} failures since the last success · `}
            last success {lastSuccessAt === null ? 'never' : <Time at={lastSuccessAt} />}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Failures({ failures }: Pick<Diagnostics, 'failures'>) {
  if (failures.length === 0) return <Nothing>None of its newest 1000.</Nothing>;
  return (
    <ul className="grid gap-2">
      {failures.map(({ messageId, failure, at }) => (
        <li key={messageId} className="grid gap-0.5">
          <span className="text-destructive">{failure}</span>
          <span className="flex justify-between gap-3 text-xs text-muted-foreground">
            <code className="truncate font-mono">{messageId}</code>
            <Time at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return <p className="text-muted-foreground">{children}</p>;
}
