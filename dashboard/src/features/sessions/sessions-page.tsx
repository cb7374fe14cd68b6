import { Smartphone } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { Empty } from '@/components/empty';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { Time } from '@/components/time';
import { Card } from '@/components/ui/card';
import { Input } from '@/components/ui/input';
import { SkeletonRows } from '@/components/ui/skeleton';
import { VirtualList } from '@/components/virtual-list';
import { phoneText } from '@/lib/phone';
import { CreateSession } from './create-session';
import { type SessionSummary, useSessions } from './session-queries';
import { StatusBadge } from './status-badge';

const ROW_PX = 60;
/** So many can be looked through without a search. */
const FEW = 8;

export function SessionsPage() {
  const { data: sessions, error, refetch } = useSessions();
  const [search, setSearch] = useState('');
  const shown = sessions?.filter((session) => matches(session, search));
  return (
    <Page title="Sessions" about="Each is one WhatsApp account, linked like a browser." actions={<CreateSession />}>
      <ProblemNote error={error} retry={() => void refetch()} />
      {sessions !== undefined && sessions.length > FEW && (
        <Input
          type="search"
          aria-label="Search sessions"
          placeholder="Search by name, id or number"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      )}
      {error === null && (
        <Card className="overflow-hidden">
          {shown === undefined ? (
            <SkeletonRows />
          ) : sessions?.length === 0 ? (
            <Empty icon={Smartphone} title="No sessions yet">
              <p>Make one, and link it with a phone: scan a QR code, or type a code into WhatsApp.</p>
              <CreateSession />
            </Empty>
          ) : (
            <VirtualList
              label="Sessions"
              items={shown}
              keyOf={({ sessionId }) => sessionId}
              estimatePx={ROW_PX}
              className="max-h-[calc(100dvh-14rem)]"
              row={(session) => <SessionRow session={session} />}
            />
          )}
        </Card>
      )}
    </Page>
  );
}

function SessionRow({ session: { sessionId, name, status, phoneNumber, createdAt } }: { session: SessionSummary }) {
  return (
    <Link
      href={`/sessions/${sessionId}`}
      className="flex items-center gap-4 border-b px-4 py-2.5 -outline-offset-2 hover:bg-muted [li:last-child>&]:border-b-0"
    >
      <span className="grid min-w-0 flex-1">
        <span className="truncate font-medium">{name}</span>
        <span className="truncate text-xs text-muted-foreground">
          {sessionId}
          {phoneNumber !== undefined && ` · ${phoneText(phoneNumber)}`}
        </span>
      </span>
      <span className="text-xs text-muted-foreground max-sm:hidden">
        made <Time at={createdAt} />
      </span>
      <StatusBadge status={status} />
    </Link>
  );
}

function matches({ sessionId, name, phoneNumber = '' }: SessionSummary, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [sessionId, name, phoneNumber].some((text) => text.toLowerCase().includes(wanted));
}
