import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm } from '@/components/confirm';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { useAct } from './act';
import * as api from './admin-api';
import { Cell, Empty, Table } from './table';
import { ago } from './times';
import { WorkerDetails } from './worker-details';

const REFRESH_MS = 2_000;

type Order = { what: 'drain' | 'remove'; worker: api.Worker } | null;

/** The processes that hold the connections: how much they have to do, and where they are sent away. */
export function WorkersPage() {
  const { data, error } = useQuery({
    queryKey: ['admin', 'workers'],
    queryFn: api.workers,
    refetchInterval: REFRESH_MS,
  });
  const [order, setOrder] = useState<Order>(null);
  const [shown, setShown] = useState<string | null>(null);
  const workers = data?.workers ?? [];
  return (
    <Page
      title="Workers"
      about="Each holds the connections of some sessions. Those that ended within a day are listed too."
    >
      <ProblemNote error={error} />
      {data && workers.length === 0 && <Empty>No worker has ever registered. Start one with ROLE=worker.</Empty>}
      {workers.length > 0 && (
        <Table label="Workers" head={['Worker', 'State', 'Sessions', 'Processor', 'Memory', 'Heartbeat', 'Actions']}>
          {workers.map((worker) => (
            <WorkerRow
              key={worker.workerId}
              worker={worker}
              isShown={shown === worker.workerId}
              show={() => setShown(shown === worker.workerId ? null : worker.workerId)}
              order={(what) => setOrder({ what, worker })}
            />
          ))}
        </Table>
      )}
      {shown !== null && <WorkerDetails workerId={shown} workers={workers} />}
      {order && <WorkerOrder order={order} workers={workers} onClose={() => setOrder(null)} />}
    </Page>
  );
}

interface RowProps {
  worker: api.Worker;
  isShown: boolean;
  show: () => void;
  order: (what: 'drain' | 'remove') => void;
}

function WorkerRow({ worker, isShown, show, order }: RowProps) {
  const { workerId, status, sessionCount, maxSessions, cpuUsage, memoryUsage, lastHeartbeat, description } = worker;
  const isRunning = status === 'ONLINE' || status === 'DRAINING';
  return (
    <tr>
      <th scope="row" className="px-4 py-2 font-medium">
        {workerId}
        {description && <span className="text-muted-foreground block text-xs font-normal">{description}</span>}
      </th>
      <Cell>
        <Badge tone={TONES[status]}>{status}</Badge>
      </Cell>
      <Cell>
        <Load label="Sessions" value={sessionCount} most={maxSessions} words={`${sessionCount} of ${maxSessions}`} />
      </Cell>
      <Cell>
        <Load label="Processor" value={isRunning ? cpuUsage : 0} most={100} words={percent(isRunning, cpuUsage)} />
      </Cell>
      <Cell>
        <Load label="Memory" value={isRunning ? memoryUsage : 0} most={100} words={percent(isRunning, memoryUsage)} />
      </Cell>
      <Cell className="whitespace-nowrap">{ago(lastHeartbeat)}</Cell>
      <Cell>
        <div className="flex gap-2">
          <Button variant="outline" size="sm" aria-expanded={isShown} onClick={show}>
            Details
          </Button>
          {status === 'ONLINE' && (
            <Button variant="outline" size="sm" onClick={() => order('drain')}>
              Drain
            </Button>
          )}
          {(status === 'OFFLINE' || status === 'PENDING') && (
            <Button variant="outline" size="sm" onClick={() => order('remove')}>
              Remove
            </Button>
          )}
        </div>
      </Cell>
    </tr>
  );
}

const TONES: Record<api.Worker['status'], Tone> = {
  ...{ ONLINE: 'good', DRAINING: 'warning', OFFLINE: 'neutral', PENDING: 'info' },
};

function Load({ label, value, most, words }: { label: string; value: number; most: number; words: string }) {
  return (
    <span className="grid min-w-24 gap-1">
      <span className="tabular-nums">{words}</span>
      <meter
        aria-label={`${label}: ${words}`}
        className="h-2 w-full"
        min={0}
        max={most}
        value={Math.min(value, most)}
      />
    </span>
  );
}

function percent(isRunning: boolean, value: number): string {
  return isRunning ? `${Math.round(value)} %` : 'none';
}

function WorkerOrder({
  order,
  workers,
  onClose,
}: {
  order: NonNullable<Order>;
  workers: api.Worker[];
  onClose: () => void;
}) {
  const { what, worker } = order;
  const { workerId, sessionCount } = worker;
  const doing = useAct<void>(() => (what === 'drain' ? api.drainWorker(workerId) : api.removeWorker(workerId)));
  const room = workers
    .filter((other) => other.status === 'ONLINE' && other.workerId !== workerId)
    .reduce((total, other) => total + other.maxSessions - other.sessionCount, 0);
  const props = { open: true, onOpenChange: onClose, run: () => doing.mutateAsync() };
  if (what === 'remove') {
    return (
      <Confirm title={`Remove ${workerId}`} action="Remove the worker" {...props}>
        <p>The worker is taken off the list, with its history. It does not run; no session is touched.</p>
      </Confirm>
    );
  }
  return (
    <Confirm title={`Drain ${workerId}`} action="Drain the worker" {...props}>
      <p>
        Its {sessionCount} {sessionCount === 1 ? 'session moves' : 'sessions move'} to other workers, one after the
        other. Each is away from WhatsApp for a moment; no message is lost, and nobody has to scan a code.
      </p>
      <p>Then the process ends. It comes back only if something starts it again.</p>
      {room < sessionCount && (
        <p role="note" className="font-medium">
          The other workers have room for {room === 0 ? 'none' : `only ${room}`} of them: what does not fit waits
          without a connection until there is room.
        </p>
      )}
    </Confirm>
  );
}
