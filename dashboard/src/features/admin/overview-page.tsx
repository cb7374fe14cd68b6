import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { SkeletonRows } from '@/components/ui/skeleton';
import * as api from './admin-api';
import { Alarms } from './alarms';
import { howLong } from './times';

const REFRESH_MS = 5_000;

/** The installation in figures, and what needs somebody to look at it. */
export function OverviewPage() {
  const { data, error } = useQuery({
    queryKey: ['admin', 'statistics'],
    queryFn: api.statistics,
    refetchInterval: REFRESH_MS,
  });
  return (
    <Page title="Cluster" about="The whole installation in figures, and what needs somebody to look at it.">
      <ProblemNote error={error} />
      {data === undefined && error === null && <SkeletonRows />}
      {data && (
        <>
          <Alarms figures={data} />
          <Figures figures={data} />
        </>
      )}
    </Page>
  );
}

function Figures({ figures: { users, sessions, messages, webhooks, queues, workers } }: { figures: api.Statistics }) {
  return (
    <div className="grid gap-6">
      <Group title="Now">
        <Figure label="Sessions connected" value={sessions.byStatus['CONNECTED'] ?? 0} note={`of ${sessions.total}`} />
        <Figure label="Workers online" value={workers.online} note={`room for ${workers.capacity} sessions`} />
        <Figure label="Users" value={users.active} note={`${users.total} with those shut out`} />
        <Figure label="Processor" value={`${Math.round(workers.cpuUsage)} %`} note="mean of the workers" />
      </Group>
      <Group title="Messages of the last 24 hours">
        <Figure label="Received" value={messages.in} />
        <Figure label="Accepted to be sent" value={messages.out} />
      </Group>
      <Group title="Queues">
        <Figure
          label="Outgoing"
          value={queues.outgoing}
          note={
            queues.outgoing > 0 ? `the oldest waits since ${howLong(queues.oldestOutgoingSeconds)}` : 'nothing waits'
          }
        />
        <Figure label="Scheduled" value={queues.scheduled} note="for a later time" />
        <Figure label="Incoming" value={queues.incoming} note="not in the event log yet" />
        <Figure label="Dead letters" value={queues.deadLetters} note="can be sent again" />
      </Group>
      <Group title="Webhooks">
        <Figure label="Active" value={webhooks.active} note={`of ${webhooks.total}`} />
        <Figure label="Failing" value={webhooks.failing} />
        <Figure label="Behind" value={webhooks.behind} note="with events to deliver" />
        <Figure label="Disabled" value={webhooks.disabled} note="failed for too long" />
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-2">
      <h2 className="text-sm font-medium">{title}</h2>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">{children}</dl>
    </section>
  );
}

function Figure({ label, value, note }: { label: string; value: number | string; note?: string }) {
  return (
    <div className="bg-card rounded-xl border p-4">
      <dt className="text-muted-foreground text-sm">{label}</dt>
      <dd className="text-2xl font-semibold tabular-nums">
        {typeof value === 'number' ? value.toLocaleString() : value}
        {note && <span className="text-muted-foreground block text-xs font-normal">{note}</span>}
      </dd>
    </div>
  );
}
