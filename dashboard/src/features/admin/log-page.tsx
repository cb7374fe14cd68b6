import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { NativeSelect } from '@/components/ui/native-select';
import { useAct } from './act';
import * as api from './admin-api';
import { LogList } from './log-list';
import { Empty } from './table';

/** Who did what: nothing in it can be changed. */
export function LogPage() {
  const [filter, setFilter] = useState<api.LogFilter>({});
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['admin', 'log', filter],
    queryFn: ({ pageParam }) => api.log(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ pagination }) => pagination.nextCursor,
  });
  const exporting = useAct(async () => save(await api.logAsCsv(filter), 'audit-log.csv'));
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Page
      title="Audit log"
      about="Who did what, newest first. It can not be changed."
      actions={
        <Button variant="outline" busy={exporting.isPending} onClick={() => exporting.mutate()}>
          <Download aria-hidden /> Export as CSV
        </Button>
      }
    >
      <Filters filter={filter} change={(part) => setFilter({ ...filter, ...part })} />
      <ProblemNote error={error ?? exporting.error} />
      {data && entries.length === 0 && <Empty>Nothing of that kind was done.</Empty>}
      {entries.length > 0 && (
        <LogList
          entries={entries}
          more={hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined}
          isComplete={!hasNextPage}
        />
      )}
    </Page>
  );
}

function Filters({ filter, change }: { filter: api.LogFilter; change: (part: api.LogFilter) => void }) {
  return (
    <form className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4" onSubmit={(event) => event.preventDefault()}>
      <div className="grid gap-2">
        <Label htmlFor="action">What was done</Label>
        <NativeSelect
          id="action"
          value={filter.action ?? ''}
          onChange={({ target }) => change({ action: (target.value || undefined) as api.LogAction | undefined })}
        >
          <option value="">anything</option>
          {api.ACTIONS.map((action) => (
            <option key={action}>{action}</option>
          ))}
        </NativeSelect>
      </div>
      <div className="grid gap-2">
        <Label htmlFor="target">To what</Label>
        <Input
          id="target"
          placeholder="session/shop"
          value={filter.target ?? ''}
          onChange={({ target }) => change({ target: target.value.trim() || undefined })}
        />
      </div>
      <Moment id="from" label="From" set={(from) => change({ from })} />
      <Moment id="to" label="Until" set={(to) => change({ to })} />
    </form>
  );
}

/** A time in the reader's zone. */
function Moment({ id, label, set }: { id: string; label: string; set: (iso: string | undefined) => void }) {
  return (
    <div className="grid gap-2">
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        type="datetime-local"
        onChange={({ target }) => set(target.value === '' ? undefined : new Date(target.value).toISOString())}
      />
    </div>
  );
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
