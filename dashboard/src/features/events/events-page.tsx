import { ListTree } from 'lucide-react';
import { useState } from 'react';
import { Empty } from '@/components/empty';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { Badge } from '@/components/ui/badge';
import { Card, CardContent } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { NativeSelect } from '@/components/ui/native-select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { VirtualList } from '@/components/virtual-list';
import { useSessions } from '@/features/sessions/session-queries';
import { useStreamState } from '@/lib/live';
import { type EventFilter, useEventLog } from './event-queries';
import { EventRow } from './event-row';
import { TypeChoice } from './type-choice';

const ROW_PX = 53;

export function EventsPage() {
  const [filter, setFilter] = useState<EventFilter>({ sessionId: null, types: [] });
  const { data, error, refetch, hasNextPage, isFetching, fetchNextPage } = useEventLog(filter);
  const events = data?.pages.flatMap((page) => page.events);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Page
      title="Events"
      about="Everything that happened, newest first. What happens now comes in at the top."
      actions={<Tail />}
    >
      <Filter filter={filter} change={setFilter} />
      <ProblemNote error={error} retry={() => void refetch()} />
      {error === null && (
        <Card className="overflow-hidden">
          {events === undefined ? (
            <SkeletonRows />
          ) : events.length === 0 ? (
            <Empty icon={ListTree} title="No such events">
              <p>Connect a session or send a message, or choose fewer filters.</p>
            </Empty>
          ) : (
            <VirtualList
              label="Events"
              items={events}
              keyOf={({ id }) => id}
              estimatePx={ROW_PX}
              className="h-[calc(100dvh-17rem)] min-h-72"
              onNearEnd={hasNextPage && !isFetching ? () => void fetchNextPage() : undefined}
              row={(event) => (
                <EventRow
                  event={event}
                  open={open === event.id}
                  toggle={() => setOpen(open === event.id ? null : event.id)}
                />
              )}
            />
          )}
        </Card>
      )}
    </Page>
  );
}

function Tail() {
  const state = useStreamState();
  return state === 'live' ? <Badge tone="good">Live</Badge> : <Badge tone="warning">Not live</Badge>;
}

function Filter({ filter, change }: { filter: EventFilter; change(filter: EventFilter): void }) {
  const { data: sessions = [] } = useSessions();
  return (
    <Card>
      <CardContent className="grid gap-3 sm:grid-cols-[14rem_1fr] sm:items-start">
        <Field label="Session">
          <NativeSelect
            value={filter.sessionId ?? ''}
            onChange={({ target }) => change({ ...filter, sessionId: target.value || null })}
          >
            <option value="">All of them</option>
            {sessions.map(({ sessionId, name }) => (
              <option key={sessionId} value={sessionId}>
                {name}
              </option>
            ))}
          </NativeSelect>
        </Field>
        <details>
          <summary className="cursor-pointer font-medium">
            Types{filter.types.length > 0 && `: ${filter.types.length} chosen`}
          </summary>
          <TypeChoice
            legend="Only these types"
            chosen={filter.types}
            choose={(types) => change({ ...filter, types })}
          />
        </details>
      </CardContent>
    </Card>
  );
}
