import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm } from '@/components/confirm';
import { ProblemNote } from '@/components/problem-note';
import { Button } from '@/components/ui/button';
import { NativeSelect } from '@/components/ui/native-select';
import { useAct } from './act';
import * as api from './admin-api';
import { History } from './history';
import { Cell, Empty, Table } from './table';
import { ago } from './times';

/** One worker: what it had to do within the last hours, and which sessions it has. */
export function WorkerDetails({ workerId, workers }: { workerId: string; workers: api.Worker[] }) {
  const { data: metrics = [], error } = useQuery({
    queryKey: ['admin', 'workers', workerId, 'metrics'],
    queryFn: () => api.metricsOf(workerId),
    refetchInterval: 10_000,
  });
  const { data: sessions = [], error: sessionError } = useQuery({
    queryKey: ['admin', 'sessions'],
    queryFn: api.allSessions,
    refetchInterval: 5_000,
  });
  const [moving, setMoving] = useState<api.TenantSession | null>(null);
  const mine = sessions.filter((session) => session.workerId === workerId);
  return (
    <section aria-label={`Details of ${workerId}`} className="grid gap-4">
      <h2 className="text-lg font-semibold">{workerId}</h2>
      <ProblemNote error={error ?? sessionError} />
      <div className="grid gap-4 md:grid-cols-3">
        <History label="Sessions" samples={metrics} pick={({ sessions: many }) => many} unit="" />
        <History label="Processor" samples={metrics} pick={({ cpuUsage }) => cpuUsage} unit=" %" />
        <History label="Memory" samples={metrics} pick={({ memoryUsage }) => memoryUsage} unit=" %" />
      </div>
      {mine.length === 0 ? (
        <Empty>No session runs here.</Empty>
      ) : (
        <Table label={`Sessions of ${workerId}`} head={['Session', 'User', 'Status', 'Last activity', 'Actions']}>
          {mine.map((session) => (
            <tr key={session.sessionId}>
              <th scope="row" className="px-4 py-2 font-medium">
                {session.sessionId}
              </th>
              <Cell>{session.email}</Cell>
              <Cell>{session.status}</Cell>
              <Cell className="whitespace-nowrap">{ago(session.lastActivity)}</Cell>
              <Cell>
                <Button variant="outline" size="sm" onClick={() => setMoving(session)}>
                  Migrate
                </Button>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {moving && <Migration session={moving} workers={workers} onClose={() => setMoving(null)} />}
    </section>
  );
}

interface MigrationProps {
  session: api.TenantSession;
  workers: api.Worker[];
  onClose: () => void;
}

function Migration({ session: { sessionId, workerId, email }, workers, onClose }: MigrationProps) {
  const others = workers.filter((worker) => worker.status === 'ONLINE' && worker.workerId !== workerId);
  const [to, setTo] = useState('');
  const moving = useAct(() => api.migrateSession(sessionId, to || null));
  return (
    <Confirm
      title={`Migrate ${sessionId}`}
      action="Migrate the session"
      open
      onOpenChange={onClose}
      run={() => moving.mutateAsync()}
    >
      <p>
        The session of {email} leaves {workerId} and connects from another worker. It is away from WhatsApp for a
        moment; no message is lost, and nobody has to scan a code.
      </p>
      <label className="grid gap-1 font-medium">
        To
        <NativeSelect value={to} onChange={({ target }) => setTo(target.value)}>
          <option value="">the one with the least to do</option>
          {others.map((worker) => (
            <option key={worker.workerId} value={worker.workerId}>
              {worker.workerId} ({worker.sessionCount} of {worker.maxSessions})
            </option>
          ))}
        </NativeSelect>
      </label>
      {others.length === 0 && <p role="note">There is no other worker online; the session stays where it is.</p>}
    </Confirm>
  );
}
