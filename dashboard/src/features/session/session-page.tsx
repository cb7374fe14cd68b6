import { useParams, useSearchParams } from 'wouter';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { type SessionDetails, useSession } from '@/features/sessions/session-queries';
import { StatusBadge } from '@/features/sessions/status-badge';
import { phoneText } from '@/lib/phone';
import { exactTime } from '@/lib/time';
import { ChatsTab } from './chats-tab';
import { DiagnosticsTab } from './diagnostics-tab';
import { LinkCard } from './link-card';
import { SessionActions } from './session-actions';

/** One session: how it is, its chats, and why it is so. */
export function SessionPage() {
  const { sessionId = '' } = useParams<{ sessionId: string }>();
  const { data: session, error, refetch } = useSession(sessionId);
  if (session === undefined) {
    return (
      <Page title={sessionId}>
        {error === null ? <SkeletonRows rows={6} /> : <ProblemNote error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return (
    <Page title={session.name} about={<About session={session} />} actions={<SessionActions session={session} />}>
      <Tidings session={session} />
      {session.whatsappId === null && <LinkCard session={session} />}
      <SessionTabs sessionId={sessionId} />
    </Page>
  );
}

function About({ session: { sessionId, status, phoneNumber } }: { session: SessionDetails }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <StatusBadge status={status} />
      <span>
        {sessionId}
        {phoneNumber !== null && ` · ${phoneText(phoneNumber)}`}
      </span>
    </span>
  );
}

/** What somebody should know who wonders why nothing happens. */
function Tidings({ session: { status, connectionMessage, restrictedUntil } }: { session: SessionDetails }) {
  return (
    <div role="status" className="grid gap-2 empty:hidden">
      {status !== 'CONNECTED' && <p className="rounded-lg bg-muted px-3 py-2">{connectionMessage}</p>}
      {restrictedUntil !== null && (
        <p className="rounded-lg bg-warning-soft px-3 py-2 text-warning">
          WhatsApp lets this account write to known chats only, until {exactTime(restrictedUntil)}.
        </p>
      )}
    </div>
  );
}

const TABS = ['chats', 'diagnostics'] as const;

function SessionTabs({ sessionId }: { sessionId: string }) {
  const [search, setSearch] = useSearchParams();
  const wanted = TABS.find((tab) => tab === search.get('tab'));
  const choose = (tab: string) =>
    setSearch((params) => {
      params.set('tab', tab);
      return params;
    });
  return (
    <Tabs value={wanted ?? 'chats'} onValueChange={choose} className="grid min-w-0 gap-4">
      <TabsList aria-label="About this session" className="overflow-y-hidden">
        <TabsTrigger value="chats">Chats</TabsTrigger>
        <TabsTrigger value="diagnostics">Diagnostics</TabsTrigger>
      </TabsList>
      <TabsContent value="chats" tabIndex={-1}>
        <ChatsTab sessionId={sessionId} />
      </TabsContent>
      <TabsContent value="diagnostics" tabIndex={-1}>
        <DiagnosticsTab sessionId={sessionId} />
      </TabsContent>
    </Tabs>
  );
}
